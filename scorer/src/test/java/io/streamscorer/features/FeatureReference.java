package io.streamscorer.features;

import io.streamscorer.failure.FailureCategory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** What one feature must hold, worked out in the plainest way from what Avro's reader gives, with big decimals for all that is rounded. */
final class FeatureReference {
    private final Dtype dtype;
    private final Feature feature;
    private final IndexedRecord event;
    private final Set<FailureCategory> failures;

    FeatureReference(Dtype dtype, Feature feature, IndexedRecord event, Set<FailureCategory> failures) {
        this.dtype = dtype;
        this.feature = feature;
        this.event = event;
        this.failures = failures;
    }

    /** The elements; what is wrong is added to the failures, and the elements are then of no use. */
    List<Object> elements() {
        Object value = event;
        Schema schema = event.getSchema();
        for (String name : feature.field().names()) {
            if (value instanceof IndexedRecord record) {
                Schema.Field field = record.getSchema().getField(name);
                value = record.get(field.pos());
                schema = field.schema();
            } else if (value instanceof Map<?, ?> map) {
                value = map.get(new Utf8(name));
                schema = branch(schema, map).getValueType();
            }
        }
        List<Object> elements = new ArrayList<>();
        if (value == null) {
            for (int i = 0; i < feature.width(); i++) {
                addMissing(elements);
            }
        } else {
            add(elements, value, schema);
        }
        if (elements.size() != feature.width()) {
            failures.add(FailureCategory.INVALID_FEATURE);
        }
        return elements;
    }

    private static Schema branch(Schema schema, Object value) {
        return schema.getType() == Schema.Type.UNION
                ? schema.getTypes().get(GenericData.get().resolveUnion(schema, value))
                : schema;
    }

    private void addMissing(List<Object> elements) {
        if (feature.missing() instanceof MissingValue.Constant constant) {
            number(elements, constant.value());
        } else if (feature.missing() instanceof MissingValue.Text text) {
            add(elements, new Utf8(text.value()), Schema.create(Schema.Type.STRING));
        } else if (feature.missing() instanceof MissingValue.SchemaDefault) {
            List<Object> all = new ArrayList<>();
            Schema.Field field = field();
            add(all, GenericData.get().getDefaultValue(field), field.schema());
            elements.add(elements.size() < all.size() ? all.get(elements.size()) : "too many");
        } else {
            failures.add(FailureCategory.MISSING_FEATURE);
            elements.add("missing");
        }
    }

    /** The field that the path names, whatever the event holds. */
    private Schema.Field field() {
        Schema schema = event.getSchema();
        Schema.Field found = new Schema.Field("none", Schema.create(Schema.Type.NULL));
        for (String name : feature.field().names()) {
            for (Schema type : schema.isUnion() ? schema.getTypes() : List.of(schema)) {
                if (type.getType() == Schema.Type.RECORD) {
                    found = type.getField(name);
                    schema = found.schema();
                } else if (type.getType() == Schema.Type.MAP) {
                    schema = type.getValueType();
                }
            }
        }
        return found;
    }

    private void add(List<Object> elements, @Nullable Object value, Schema schema) {
        if (value == null) {
            addMissing(elements);
        } else if (value instanceof Collection<?> items) {
            Schema array = branch(schema, items);
            items.forEach(item -> add(elements, item, array.getElementType()));
        } else if (feature.encoding() instanceof Encoding.Vocabulary vocabulary) {
            category(elements, vocabulary, value);
        } else if (value instanceof ByteBuffer || value instanceof GenericFixed) {
            bytes(elements, value, branch(schema, value));
        } else if (value instanceof Boolean truth) {
            number(elements, truth ? 1L : 0L);
        } else if (value instanceof Float || value instanceof Double) {
            number(elements, ((Number) value).doubleValue());
        } else if (value instanceof Number number) {
            number(elements, number.longValue());
        } else {
            text(elements, value);
        }
    }

    private void text(List<Object> elements, Object value) {
        if (isBroken(value)) {
            failures.add(FailureCategory.INVALID_FEATURE);
        }
        elements.add(value.toString());
    }

    private static boolean isBroken(Object value) {
        if (value instanceof Utf8 text) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.getBytes(), 0, text.getByteLength()));
            } catch (CharacterCodingException e) {
                return true;
            }
        }
        return false;
    }

    private void category(List<Object> elements, Encoding.Vocabulary vocabulary, Object value) {
        Double number = isBroken(value) ? null : vocabulary.numbers().get(value.toString());
        if (number == null) {
            number = vocabulary.unknown();
        }
        if (number == null) {
            failures.add(FailureCategory.INVALID_FEATURE);
            elements.add("unknown");
        } else {
            number(elements, number);
        }
    }

    private void bytes(List<Object> elements, Object value, Schema type) {
        byte[] bytes = value instanceof GenericFixed fixed
                ? fixed.bytes()
                : ((ByteBuffer) value).array().clone();
        if (!(feature.encoding() instanceof Encoding.Packed packed)) {
            decimal(elements, bytes, (LogicalTypes.Decimal) type.getLogicalType());
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.remaining() >= packed.elements().bytes()) {
            switch (packed.elements()) {
                case FLOAT16 -> number(elements, (double) Float16.toFloat(buffer.getShort()));
                case FLOAT32 -> number(elements, (double) buffer.getFloat());
                case FLOAT64 -> number(elements, buffer.getDouble());
                case INT8 -> number(elements, (long) buffer.get());
                case UINT8 -> number(elements, (long) (buffer.get() & 0xff));
                case INT16 -> number(elements, (long) buffer.getShort());
                case INT32 -> number(elements, (long) buffer.getInt());
                case INT64 -> number(elements, buffer.getLong());
                case BOOLEAN -> {
                    long truth = buffer.get();
                    if (truth != 0 && truth != 1) {
                        failures.add(FailureCategory.INVALID_FEATURE);
                    }
                    number(elements, truth);
                }
                case STRING -> throw new AssertionError("not packed");
            }
        }
        if (buffer.hasRemaining()) {
            failures.add(FailureCategory.INVALID_FEATURE);
        }
    }

    private void decimal(List<Object> elements, byte[] bytes, LogicalTypes.Decimal type) {
        if (bytes.length == 0) {
            failures.add(FailureCategory.INVALID_FEATURE);
            elements.add("empty");
            return;
        }
        BigInteger unscaled = new BigInteger(bytes);
        if (unscaled.bitLength() / 8 + 1 > 16 + type.getPrecision() / 2) {
            failures.add(FailureCategory.INVALID_FEATURE);
        }
        if (dtype.isFloating()) {
            number(elements, new BigDecimal(unscaled, type.getScale()).doubleValue());
        } else {
            if (unscaled.bitLength() > 63) {
                failures.add(FailureCategory.INVALID_FEATURE);
            }
            number(elements, unscaled.longValue());
        }
    }

    /** Adds a Long or Double, which is what the event holds exactly, as an element. */
    private void number(List<Object> elements, Number number) {
        boolean scaled = feature.scaling().subtract() != 0 || feature.scaling().divide() != 1;
        Number changed = scaled
                ? (Number) ((number.doubleValue() - feature.scaling().subtract())
                        / feature.scaling().divide())
                : number;
        if (!dtype.isFloating()) {
            if (changed.doubleValue() != Math.rint(changed.doubleValue()) || !fits(changed.longValue())) {
                failures.add(FailureCategory.INVALID_FEATURE);
            }
            elements.add(changed.longValue());
            return;
        }
        Number rounded = switch (dtype) {
            case FLOAT16 -> HalfTable.nearest(changed.doubleValue());
            case FLOAT32 -> changed.floatValue();
            default -> changed.doubleValue();
        };
        if (Double.isInfinite(rounded.doubleValue()) && !Double.isInfinite(number.doubleValue())) {
            failures.add(FailureCategory.INVALID_FEATURE);
        }
        elements.add(rounded);
    }

    private boolean fits(long number) {
        return switch (dtype) {
            case INT8 -> number >= -128 && number <= 127;
            case UINT8 -> number >= 0 && number <= 255;
            case INT16 -> number >= -32768 && number <= 32767;
            case INT32 -> number >= Integer.MIN_VALUE && number <= Integer.MAX_VALUE;
            case BOOLEAN -> number == 0 || number == 1;
            case INT64, FLOAT16, FLOAT32, FLOAT64, STRING -> true;
        };
    }
}
