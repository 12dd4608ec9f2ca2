package io.streamscorer.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamscorer.failure.Suggestion;
import io.streamscorer.features.SchemaWords;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Base64;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Single JSON values in Avro's binary form. {@code int} and {@code long} take numbers without a fraction ({@code 3.0} too), {@code float} and
 * {@code double} any number and the texts {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}, {@code string} and enums texts,
 * {@code bytes} and {@code fixed} Base64 (RFC 4648), decimals numbers or texts that hold one. Other logical types are the numbers that Avro
 * stores. Stateless.
 */
final class JsonScalars {
    private static final Encoder NOWHERE =
            EncoderFactory.get().directBinaryEncoder(OutputStream.nullOutputStream(), null);

    private JsonScalars() {}

    /** Whether {@link #write} takes the value. */
    static boolean fits(JsonNode node, Schema type) {
        try {
            return write(node, type, NOWHERE) == null;
        } catch (IOException e) {
            throw new IllegalStateException("Nothing is written", e);
        }
    }

    /** Writes the value, or, where it does not fit, says what was expected and what is there; then nothing was written. */
    static @Nullable String write(JsonNode node, Schema type, Encoder out) throws IOException {
        return switch (type.getType()) {
            case NULL -> {
                if (!node.isNull()) {
                    yield expected(type, node);
                }
                out.writeNull();
                yield null;
            }
            case BOOLEAN -> {
                if (!node.isBoolean()) {
                    yield expected(type, node);
                }
                out.writeBoolean(node.booleanValue());
                yield null;
            }
            case INT -> {
                if (!isWhole(node) || !node.canConvertToInt()) {
                    yield expected(type, node);
                }
                out.writeInt(node.intValue());
                yield null;
            }
            case LONG -> {
                if (!isWhole(node) || !fitsLong(node)) {
                    yield expected(type, node);
                }
                out.writeLong(node.longValue());
                yield null;
            }
            case FLOAT -> {
                double value = number(node);
                if (!isNumber(node) || (Double.isFinite(value) && !Float.isFinite((float) value))) {
                    yield expected(type, node);
                }
                out.writeFloat((float) value);
                yield null;
            }
            case DOUBLE -> {
                if (!isNumber(node)) {
                    yield expected(type, node);
                }
                out.writeDouble(number(node));
                yield null;
            }
            case STRING -> {
                if (!node.isTextual()) {
                    yield expected(type, node);
                }
                out.writeString(node.textValue());
                yield null;
            }
            case ENUM -> {
                if (!node.isTextual() || !type.hasEnumSymbol(node.textValue())) {
                    yield expected(type, node)
                            + (node.isTextual() ? ". " + Suggestion.of(node.textValue(), type.getEnumSymbols()) : "");
                }
                out.writeEnum(type.getEnumOrdinal(node.textValue()));
                yield null;
            }
            case BYTES -> {
                byte[] bytes = bytes(node, type);
                if (bytes == null) {
                    yield expected(type, node);
                }
                out.writeBytes(bytes);
                yield null;
            }
            case FIXED -> {
                byte[] bytes = bytes(node, type);
                if (bytes == null || bytes.length != type.getFixedSize()) {
                    yield expected(type, node) + (bytes == null ? "" : ", which is " + bytes.length + " bytes");
                }
                out.writeFixed(bytes);
                yield null;
            }
            case RECORD, ARRAY, MAP, UNION -> throw new IllegalArgumentException(type + " is no single value");
        };
    }

    private static String expected(Schema type, JsonNode node) {
        boolean base64 = (type.getType() == Schema.Type.BYTES || type.getType() == Schema.Type.FIXED)
                && !(type.getLogicalType() instanceof LogicalTypes.Decimal);
        String form = !base64
                ? ""
                : type.getType() == Schema.Type.BYTES
                        ? " in Base64"
                        : " of " + type.getFixedSize() + " bytes in Base64";
        return "expected " + SchemaWords.describe(type) + form + ", found " + Json.describe(node);
    }

    /** Whether it is a number without a fraction. */
    static boolean isWhole(JsonNode node) {
        return node.isIntegralNumber()
                || (node.isDouble() && node.doubleValue() == Math.rint(node.doubleValue()))
                || (node.isBigDecimal() && node.canConvertToExactIntegral());
    }

    private static boolean fitsLong(JsonNode node) {
        // The largest long is no double: the nearest is 2^63, one too many.
        return node.canConvertToLong() && !(node.isDouble() && node.doubleValue() >= 0x1p63);
    }

    /** Whether it is a number or a text that stands for one that JSON does not have. */
    static boolean isNumber(JsonNode node) {
        return node.isNumber() || (node.isTextual() && special(node.textValue()) != null);
    }

    /** The number that {@link #isNumber} sees. */
    static double number(JsonNode node) {
        Double special = node.isTextual() ? special(node.textValue()) : null;
        return special == null ? node.doubleValue() : special;
    }

    private static @Nullable Double special(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    private static byte @Nullable [] bytes(JsonNode node, Schema type) {
        if (type.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            return decimal(node, type, decimal);
        }
        if (!node.isTextual()) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(node.textValue());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte @Nullable [] decimal(JsonNode node, Schema type, LogicalTypes.Decimal decimal) {
        BigDecimal value;
        try {
            value = node.isNumber() ? node.decimalValue() : new BigDecimal(node.asText());
            // Before it is scaled: 1e999999999 is a short text and a long number.
            if ((long) value.precision() - value.scale() > decimal.getPrecision() - decimal.getScale()
                    && value.signum() != 0) {
                return null;
            }
            value = value.setScale(decimal.getScale(), RoundingMode.UNNECESSARY);
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
        BigInteger unscaled = value.unscaledValue();
        byte[] bytes = unscaled.toByteArray();
        if (type.getType() == Schema.Type.BYTES || bytes.length > type.getFixedSize()) {
            return bytes;
        }
        byte[] fixed = new byte[type.getFixedSize()];
        Arrays.fill(fixed, 0, fixed.length - bytes.length, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(bytes, 0, fixed, fixed.length - bytes.length, bytes.length);
        return fixed;
    }
}
