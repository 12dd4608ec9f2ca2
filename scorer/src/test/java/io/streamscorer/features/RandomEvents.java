package io.streamscorer.features;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Makes up events of a schema and writes them with Avro. */
final class RandomEvents {
    private static final EncoderFactory BLOCKS = new EncoderFactory().configureBlockSize(64);

    /** The keys of maps. */
    static final String[] KEYS = {"k1", "k2", "k10", "k.1", "ü", "", "k\"", "k3"};

    private static final String[] WORDS = {"RED", "x", "xx", "é", "12", "", "true", "\u20ac", "REDx"};
    private static final int[] SIZES = {0, 1, 2, 4, 4, 4, 4, 4, 4, 4, 4, 8};

    private final Random random;
    /** Entries that stand before a map's own, with the same keys. */
    private final Map<Object, List<Map.Entry<Object, @Nullable Object>>> doubled = new IdentityHashMap<>();

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
            new DoublingWriter(schema).write(value(schema, 0), encoder);
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
            case STRING -> text();
            case BYTES ->
                ByteBuffer.wrap(
                        someBytes(random.nextInt(30) == 0 ? random.nextInt(40) : SIZES[random.nextInt(SIZES.length)]));
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
                List<Map.Entry<Object, @Nullable Object>> before = new ArrayList<>();
                for (int i = count(depth); i > 0; i--) {
                    String key = KEYS[random.nextInt(KEYS.length)];
                    entries.put(key, value(schema.getValueType(), depth + 1));
                    if (random.nextInt(12) == 0) {
                        before.add(new AbstractMap.SimpleEntry<>(key, value(schema.getValueType(), depth + 1)));
                    }
                }
                doubled.put(entries, before);
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

    private Object text() {
        return switch (random.nextInt(30)) {
            case 0 -> new Utf8(someBytes(1 + random.nextInt(5)));
            case 1 -> "x".repeat(200);
            case 2 -> "é".repeat(random.nextInt(10)) + "\ud83d\ude00";
            default -> WORDS[random.nextInt(WORDS.length)];
        };
    }

    /** Writes maps in whose bytes keys occur twice. */
    private final class DoublingWriter extends GenericDatumWriter<Object> {
        DoublingWriter(Schema schema) {
            super(schema);
        }

        @Override
        protected int getMapSize(Object map) {
            return super.getMapSize(map) + doubled.getOrDefault(map, List.of()).size();
        }

        @Override
        protected Iterable<Map.Entry<Object, Object>> getMapEntries(Object map) {
            List<Map.Entry<Object, Object>> entries = new ArrayList<>(doubled.getOrDefault(map, List.of()));
            super.getMapEntries(map).forEach(entries::add);
            return entries;
        }
    }

    private int count(int depth) {
        return depth > 6
                ? 0
                : random.nextInt(6) > 0 ? 2 : random.nextInt(6) == 0 ? random.nextInt(12) : random.nextInt(4);
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
