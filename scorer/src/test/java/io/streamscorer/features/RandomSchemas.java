package io.streamscorer.features;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Makes up schemas of events: every type, nested, reused and recursive ones too. */
final class RandomSchemas {
    private final Random random;
    private final List<Schema> open = new ArrayList<>();
    private final List<Schema> named = new ArrayList<>();
    private int names;

    RandomSchemas(Random random) {
        this.random = random;
    }

    Schema event() {
        return record(0);
    }

    private Schema record(int depth) {
        Schema record = Schema.createRecord("Record" + names++, null, "test", false);
        open.add(record);
        List<Schema.Field> fields = new ArrayList<>();
        // The first field has bytes, so that no item of an array is without any: Avro's reader would take minutes over
        // a fuzzed count.
        fields.add(new Schema.Field("id", primitive()));
        int count = random.nextInt(depth == 0 ? 9 : 4);
        for (int i = 0; i < count; i++) {
            fields.add(new Schema.Field("f" + i, type(depth + 1)));
        }
        record.setFields(fields);
        open.remove(record);
        named.add(record);
        return record;
    }

    private Schema type(int depth) {
        int choice = random.nextInt(depth > 3 ? 12 : 24);
        return switch (choice) {
            case 0, 1, 2, 3, 4, 5, 6 -> primitive();
            case 7 -> logical();
            case 8 -> Schema.create(Schema.Type.NULL);
            case 9 -> enumeration();
            case 10 -> Schema.createFixed("Fixed" + names++, null, "test", 1 + random.nextInt(5));
            case 11, 12, 13 -> nullable(notUnion(depth + 1));
            case 14 -> union(depth + 1);
            case 15, 16 ->
                random.nextInt(3) == 0 && !named.isEmpty() ? named.get(random.nextInt(named.size())) : record(depth);
            case 17 -> Schema.createArray(item(depth + 1));
            case 18 -> Schema.createMap(item(depth + 1));
            case 19, 20 -> Schema.createArray(plainItem());
            case 21, 22 -> Schema.createMap(random.nextInt(4) == 0 ? Schema.createMap(plainItem()) : plainItem());
            default -> nullable(open.get(random.nextInt(open.size())));
        };
    }

    Schema primitive() {
        return switch (random.nextInt(7)) {
            case 0 -> Schema.create(Schema.Type.BOOLEAN);
            case 1 -> Schema.create(Schema.Type.INT);
            case 2 -> Schema.create(Schema.Type.LONG);
            case 3 -> Schema.create(Schema.Type.FLOAT);
            case 4 -> Schema.create(Schema.Type.DOUBLE);
            case 5 -> Schema.create(Schema.Type.STRING);
            default -> Schema.create(Schema.Type.BYTES);
        };
    }

    /** What an array or map that is a feature may hold. */
    Schema plainItem() {
        Schema type = random.nextInt(5) == 0 ? enumeration() : random.nextInt(5) == 0 ? logical() : primitive();
        return random.nextInt(3) == 0 ? nullable(type) : type;
    }

    Schema logical() {
        return switch (random.nextInt(5)) {
            case 3 -> LogicalTypes.decimal(20, random.nextInt(3)).addToSchema(Schema.create(Schema.Type.BYTES));
            case 4 ->
                LogicalTypes.decimal(7, random.nextInt(3))
                        .addToSchema(Schema.createFixed("Decimal" + names++, null, "test", 4 + random.nextInt(9)));
            case 0 -> LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
            case 1 -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            default -> LogicalTypes.decimal(9, 2).addToSchema(Schema.create(Schema.Type.BYTES));
        };
    }

    private Schema enumeration() {
        List<String> symbols = new ArrayList<>(List.of("RED", "GREEN", "BLUE", "BLACK", "WHITE"));
        java.util.Collections.shuffle(symbols, random);
        Schema result = Schema.createEnum(
                "Enum" + names++, null, "test", symbols.subList(0, 1 + random.nextInt(symbols.size())));
        named.add(result);
        return result;
    }

    private Schema item(int depth) {
        Schema item = type(depth);
        return item.getType() == Schema.Type.NULL ? primitive() : item;
    }

    private Schema notUnion(int depth) {
        Schema type = type(depth);
        return type.getType() == Schema.Type.UNION || type.getType() == Schema.Type.NULL ? primitive() : type;
    }

    private Schema nullable(Schema type) {
        Schema nothing = Schema.create(Schema.Type.NULL);
        return random.nextBoolean() ? Schema.createUnion(nothing, type) : Schema.createUnion(type, nothing);
    }

    private Schema union(int depth) {
        List<Schema> branches = new ArrayList<>();
        Set<String> kinds = new LinkedHashSet<>();
        for (int i = 0; i < 4; i++) {
            Schema branch = random.nextInt(4) == 0 ? Schema.create(Schema.Type.NULL) : notUnion(depth);
            if (kinds.add(branch.getFullName())) {
                branches.add(branch);
            }
        }
        return Schema.createUnion(branches);
    }
}
