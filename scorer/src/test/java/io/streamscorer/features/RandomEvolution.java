package io.streamscorer.features;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Makes up a reader schema from a writer schema by the changes that Avro can resolve, and now and then by one that it cannot. */
final class RandomEvolution {
    private final Random random;
    private final RandomSchemas schemas;
    private final Map<String, Schema> evolved = new HashMap<>();
    private int names;

    RandomEvolution(Random random) {
        this.random = random;
        this.schemas = new RandomSchemas(random);
    }

    Schema evolve(Schema writer) {
        return switch (writer.getType()) {
            case NULL, BOOLEAN, STRING, BYTES, INT, LONG, FLOAT, DOUBLE -> primitive(writer);
            case FIXED -> fixed(writer);
            case ENUM -> enumeration(writer);
            case ARRAY -> Schema.createArray(evolve(writer.getElementType()));
            case MAP -> Schema.createMap(evolve(writer.getValueType()));
            case UNION -> union(writer);
            case RECORD -> record(writer);
        };
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private Schema primitive(Schema writer) {
        if (oneIn(60)) {
            return schemas.primitive();
        }
        if (!oneIn(4)) {
            return writer;
        }
        List<Schema.Type> wider = switch (writer.getType()) {
            case INT -> List.of(Schema.Type.LONG, Schema.Type.FLOAT, Schema.Type.DOUBLE);
            case LONG -> List.of(Schema.Type.FLOAT, Schema.Type.DOUBLE);
            case FLOAT -> List.of(Schema.Type.DOUBLE);
            case STRING -> List.of(Schema.Type.BYTES);
            case BYTES -> List.of(Schema.Type.STRING);
            default -> List.of(writer.getType());
        };
        return Schema.create(wider.get(random.nextInt(wider.size())));
    }

    private Schema fixed(Schema writer) {
        return evolved.computeIfAbsent(writer.getFullName(), name -> {
            boolean renamed = oneIn(5);
            Schema fixed = Schema.createFixed(
                    renamed ? "Renamed" + names++ : writer.getName(), null, "test", writer.getFixedSize());
            if (renamed) {
                fixed.addAlias(writer.getName(), "test");
            }
            return fixed;
        });
    }

    private Schema enumeration(Schema writer) {
        return evolved.computeIfAbsent(writer.getFullName(), name -> {
            Set<String> symbols = new LinkedHashSet<>(writer.getEnumSymbols());
            if (oneIn(3)) {
                symbols.add("VIOLET");
            }
            List<String> list = new ArrayList<>(symbols);
            if (oneIn(2)) {
                Collections.shuffle(list, random);
            }
            if (oneIn(4) && list.size() > 1) {
                list.remove(0);
            }
            return Schema.createEnum(writer.getName(), null, "test", list, oneIn(3) ? list.get(0) : null);
        });
    }

    private Schema union(Schema writer) {
        if (oneIn(12)) {
            return evolve(writer.getTypes().get(random.nextInt(writer.getTypes().size())));
        }
        List<Schema> branches = new ArrayList<>();
        Set<String> kinds = new LinkedHashSet<>();
        for (Schema branch : writer.getTypes()) {
            Schema type = evolve(branch);
            if (kinds.add(type.getFullName())) {
                branches.add(type);
            }
        }
        if (oneIn(4) && kinds.add("double")) {
            branches.add(Schema.create(Schema.Type.DOUBLE));
        }
        if (oneIn(4)) {
            Collections.shuffle(branches, random);
        }
        return Schema.createUnion(branches);
    }

    private Schema record(Schema writer) {
        Schema known = evolved.get(writer.getFullName());
        if (known != null) {
            return known;
        }
        boolean renamed = oneIn(6);
        Schema reader = Schema.createRecord(renamed ? "Renamed" + names++ : writer.getName(), null, "test", false);
        if (renamed) {
            reader.addAlias(writer.getName(), "test");
        }
        evolved.put(writer.getFullName(), reader);
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : writer.getFields()) {
            if (oneIn(8)) {
                continue;
            }
            Schema type = evolve(field.schema());
            if (oneIn(8) && type.getType() != Schema.Type.UNION && type.getType() != Schema.Type.NULL) {
                type = Schema.createUnion(Schema.create(Schema.Type.NULL), type);
            }
            boolean renamedField = oneIn(6);
            Object value = oneIn(3) && isFlat(type) ? defaultFor(type) : null;
            Schema.Field copy = new Schema.Field(renamedField ? "r" + names++ : field.name(), type, null, value);
            if (renamedField) {
                copy.addAlias(field.name());
            }
            fields.add(copy);
        }
        if (oneIn(3)) {
            fields.add(added());
        }
        if (oneIn(2)) {
            Collections.shuffle(fields, random);
        }
        reader.setFields(fields);
        return reader;
    }

    private Schema.Field added() {
        Schema type = new RandomAddedType().schema();
        return new Schema.Field("added" + names++, type, null, oneIn(30) ? null : defaultFor(type));
    }

    /** Whether the type holds no records, which may not be complete yet. */
    private static boolean isFlat(Schema type) {
        return switch (type.getType()) {
            case RECORD -> false;
            case ARRAY -> isFlat(type.getElementType());
            case MAP -> isFlat(type.getValueType());
            case UNION -> type.getTypes().stream().allMatch(RandomEvolution::isFlat);
            case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BYTES, FIXED, ENUM -> true;
        };
    }

    private @Nullable Object defaultFor(Schema type) {
        return switch (type.getType()) {
            case NULL -> JsonProperties.NULL_VALUE;
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextInt(200) - 100;
            case LONG -> (long) random.nextInt(100_000);
            case FLOAT -> random.nextFloat();
            case DOUBLE -> random.nextDouble();
            case STRING -> "text" + random.nextInt(10);
            case BYTES -> "a" + (char) random.nextInt(256);
            case FIXED -> "f".repeat(type.getFixedSize());
            case ENUM -> type.getEnumSymbols().get(0);
            case ARRAY -> items(type.getElementType());
            case MAP -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                entries.put(RandomEvents.KEYS[0], defaultFor(type.getValueType()));
                entries.put(RandomEvents.KEYS[3], defaultFor(type.getValueType()));
                yield entries;
            }
            case UNION -> defaultFor(type.getTypes().get(0));
            case RECORD -> {
                Map<String, Object> values = new LinkedHashMap<>();
                type.getFields().forEach(field -> values.put(field.name(), defaultFor(field.schema())));
                yield values;
            }
        };
    }

    private List<@Nullable Object> items(Schema type) {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = random.nextInt(4) == 0 ? 1 : 2; i > 0; i--) {
            items.add(defaultFor(type));
        }
        return items;
    }

    /** A type for a field that only the reader has. */
    private final class RandomAddedType {
        Schema schema() {
            Schema type = switch (random.nextInt(9)) {
                case 3, 4 -> Schema.createArray(schemas.plainItem());
                case 5 -> Schema.createMap(schemas.plainItem());
                case 6 -> schemas.logical();
                case 0 -> Schema.createEnum("Added" + names++, null, "test", List.of("ONE", "TWO"));
                case 1 -> Schema.createFixed("Added" + names++, null, "test", 3);
                case 2 ->
                    Schema.createRecord(
                            "Added" + names++,
                            null,
                            "test",
                            false,
                            List.of(
                                    new Schema.Field("x", schemas.primitive()),
                                    new Schema.Field("y", schemas.primitive())));
                default -> schemas.primitive();
            };
            return switch (random.nextInt(3)) {
                case 0 -> Schema.createUnion(Schema.create(Schema.Type.NULL), type);
                case 1 -> Schema.createUnion(type, Schema.create(Schema.Type.NULL));
                default -> type;
            };
        }
    }
}
