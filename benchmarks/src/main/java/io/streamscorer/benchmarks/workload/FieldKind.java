package io.streamscorer.benchmarks.workload;

import java.util.List;
import java.util.Random;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A kind of event field that a model uses: its Avro type and where its values come from. Immutable. */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes a schema of one type
enum FieldKind {
    DOUBLE(Schema.create(Schema.Type.DOUBLE)) {
        @Override
        Object value(Random random) {
            return random.nextGaussian();
        }
    },
    FLOAT(Schema.create(Schema.Type.FLOAT)) {
        @Override
        Object value(Random random) {
            return (float) random.nextGaussian();
        }
    },
    INT(Schema.create(Schema.Type.INT)) {
        @Override
        Object value(Random random) {
            return random.nextInt(100);
        }
    },
    /** Longs that all take 4 bytes, as identifiers and times do. */
    LONG_OF_ONE_SIZE(Schema.create(Schema.Type.LONG)) {
        @Override
        Object value(Random random) {
            return 2_000_000L + random.nextInt(7_000_000);
        }
    },
    /** Longs that take from 1 to 3 bytes, as counts do. */
    LONG_OF_ANY_SIZE(Schema.create(Schema.Type.LONG)) {
        @Override
        Object value(Random random) {
            return 1L + random.nextInt(1 << (1 + random.nextInt(20)));
        }
    },
    NULLABLE_DOUBLE(nullable(Schema.Type.DOUBLE)) {
        @Override
        @Nullable
        Object value(Random random) {
            return random.nextInt(10) == 0 ? null : (Object) random.nextGaussian();
        }
    },
    BOOLEAN(Schema.create(Schema.Type.BOOLEAN)) {
        @Override
        Object value(Random random) {
            return random.nextBoolean();
        }
    },
    NULLABLE_INT(nullable(Schema.Type.INT)) {
        @Override
        @Nullable
        Object value(Random random) {
            return random.nextInt(10) == 0 ? null : (Object) random.nextInt(100);
        }
    };

    /** The kinds of numeric features, which take turns. */
    static final List<FieldKind> NUMERIC = List.of(
            DOUBLE,
            FLOAT,
            INT,
            LONG_OF_ONE_SIZE,
            NULLABLE_DOUBLE,
            DOUBLE,
            FLOAT,
            INT,
            LONG_OF_ANY_SIZE,
            NULLABLE_DOUBLE);

    /** The kinds of mixed features, which take turns. */
    static final List<FieldKind> MIXED =
            List.of(DOUBLE, FLOAT, INT, LONG_OF_ONE_SIZE, NULLABLE_DOUBLE, BOOLEAN, LONG_OF_ANY_SIZE, NULLABLE_INT);

    private final Schema schema;

    FieldKind(Schema schema) {
        this.schema = schema;
    }

    private static Schema nullable(Schema.Type type) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(type));
    }

    /** The Avro type. */
    Schema schema() {
        return schema;
    }

    /** A value, as {@code GenericDatumWriter} takes it; may be null for a nullable kind. */
    @Nullable
    abstract Object value(Random random);
}
