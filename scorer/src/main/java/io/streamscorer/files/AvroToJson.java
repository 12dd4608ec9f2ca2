package io.streamscorer.files;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;

/**
 * Writes values from Avro's binary form as plain JSON: a union's value stands without the name of its branch, {@code bytes} and {@code fixed} are
 * Base64 (RFC 4648), decimals are numbers, other logical types are the numbers that Avro stores, and numbers that JSON does not have are the texts
 * {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}. Stateless.
 */
final class AvroToJson {
    private AvroToJson() {}

    static void write(Schema schema, Decoder in, JsonGenerator out) throws IOException {
        switch (schema.getType()) {
            case RECORD -> {
                out.writeStartObject();
                for (Schema.Field field : schema.getFields()) {
                    out.writeFieldName(field.name());
                    write(field.schema(), in, out);
                }
                out.writeEndObject();
            }
            case UNION -> write(schema.getTypes().get(in.readIndex()), in, out);
            case ARRAY -> {
                out.writeStartArray();
                for (long count = in.readArrayStart(); count != 0; count = in.arrayNext()) {
                    for (long i = 0; i < count; i++) {
                        write(schema.getElementType(), in, out);
                    }
                }
                out.writeEndArray();
            }
            case MAP -> {
                out.writeStartObject();
                for (long count = in.readMapStart(); count != 0; count = in.mapNext()) {
                    for (long i = 0; i < count; i++) {
                        out.writeFieldName(in.readString());
                        write(schema.getValueType(), in, out);
                    }
                }
                out.writeEndObject();
            }
            case NULL -> {
                in.readNull();
                out.writeNull();
            }
            case BOOLEAN -> out.writeBoolean(in.readBoolean());
            case INT -> out.writeNumber(in.readInt());
            case LONG -> out.writeNumber(in.readLong());
            case FLOAT -> out.writeNumber(in.readFloat());
            case DOUBLE -> out.writeNumber(in.readDouble());
            case STRING -> out.writeString(in.readString());
            case ENUM -> out.writeString(schema.getEnumSymbols().get(in.readEnum()));
            case BYTES -> {
                ByteBuffer bytes = in.readBytes(null);
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                writeBytes(schema, copy, out);
            }
            case FIXED -> {
                byte[] bytes = new byte[schema.getFixedSize()];
                in.readFixed(bytes);
                writeBytes(schema, bytes, out);
            }
        }
    }

    private static void writeBytes(Schema schema, byte[] bytes, JsonGenerator out) throws IOException {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal && bytes.length > 0) {
            out.writeNumber(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
        } else {
            out.writeBinary(bytes);
        }
    }
}
