package io.streamscorer.features;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Makes up events of a schema and writes them with Avro. */
final class RandomEvents {
    private static final EncoderFactory BLOCKS = new EncoderFactory().configureBlockSize(64);

    private final Random random;

    RandomEvents(Random random) {
        this.random = random;
    }

    /** The Avro binary form of some event, with the sizes of blocks or without. */
    byte[] bytes(Schema schema, boolean withBlockSizes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = withBlockSizes
                ? BLOCKS.blockingBinaryEncoder(out, null)
                : EncoderFactory.get().binaryEncoder(out, null);
        try {
            new GenericDatumWriter<>(schema).write(value(schema, 0), encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private @Nullable Object value(Schema schema, int depth) {
        return switch (schema.getType()) {
            case NULL -> null;
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextInt(20) == 0 ? random.nextInt() : random.nextInt(100);
            case LONG -> random.nextInt(20) == 0 ? random.nextLong() : random.nextInt(100);
            case FLOAT -> random.nextInt(20) == 0 ? Float.intBitsToFloat(random.nextInt()) : random.nextFloat();
            case DOUBLE -> random.nextInt(20) == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextGaussian();
            case STRING ->
                "é".repeat(random.nextInt(3)) + "x".repeat(random.nextInt(40) == 0 ? 200 : random.nextInt(5));
            case BYTES -> ByteBuffer.wrap(someBytes(random.nextInt(5)));
            case FIXED -> new GenericData.Fixed(schema, someBytes(schema.getFixedSize()));
            case ENUM ->
                new GenericData.EnumSymbol(
                        schema,
                        schema.getEnumSymbols()
                                .get(random.nextInt(schema.getEnumSymbols().size())));
            case ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (int i = count(depth); i > 0; i--) {
                    items.add(value(schema.getElementType(), depth + 1));
                }
                yield items;
            }
            case MAP -> {
                Map<String, @Nullable Object> entries = new HashMap<>();
                for (int i = count(depth); i > 0; i--) {
                    entries.put("k" + i, value(schema.getValueType(), depth + 1));
                }
                yield entries;
            }
            case UNION -> value(branch(schema.getTypes(), depth), depth + 1);
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                schema.getFields().forEach(field -> record.put(field.pos(), value(field.schema(), depth + 1)));
                yield record;
            }
        };
    }

    private int count(int depth) {
        return depth > 6 ? 0 : random.nextInt(4) == 0 ? random.nextInt(12) : random.nextInt(3);
    }

    private Schema branch(List<Schema> branches, int depth) {
        if (depth > 8) {
            for (Schema branch : branches) {
                if (branch.getType() == Schema.Type.NULL) {
                    return branch;
                }
            }
        }
        return branches.get(random.nextInt(branches.size()));
    }

    private byte[] someBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
