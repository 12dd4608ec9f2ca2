package io.streamscorer.benchmarks.workload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * A model and the events that it scores. Besides the features each event has an id and a time, which no model uses. Immutable.
 *
 * @param name the name of the model package among the benchmarks' models
 * @param title what it is, for a person
 * @param features how many features the model has
 * @param kinds the kinds of the features, which take turns
 * @param shape how the features lie in the event
 * @param records how many events a throughput run reads at most; what the fastest contestant reads in the time that it is given
 */
public record Workload(String name, String title, int features, List<FieldKind> kinds, Shape shape, int records) {
    /** How many different events there are; they are sent again and again. */
    public static final int DISTINCT_EVENTS = 5_000;

    /** 20 numeric features, a net with two hidden layers of 64. */
    public static final Workload NUMERIC_20 = numeric(20, 44_000_000);
    /** 200 features of all kinds, an ensemble of 100 trees. */
    public static final Workload MIXED_200 = new Workload(
            "trees-200", "200 mixed features, 100 trees", 200, FieldKind.MIXED, Shape.FIELDS_AMONG_OTHERS, 6_000_000);
    /** The feed-forward net of the Crayfish benchmark (EDBT 2024), fed with a flattened image of 28 × 28. */
    public static final Workload PIXELS_784 = new Workload(
            "ffnn-784",
            "array of 784 floats, 784→32→32→32→32→10",
            784,
            List.of(FieldKind.FLOAT),
            Shape.ARRAY,
            3_000_000);

    /** A net so heavy that a GPU is worth it: nine convolutions of 64 channels over a flattened image of 28 × 28. */
    public static final Workload IMAGES_784 = new Workload(
            "cnn-784",
            "array of 784 floats, 9 convolutions of 64 channels",
            784,
            List.of(FieldKind.FLOAT),
            Shape.ARRAY,
            1_000_000);

    /** The workloads that throughput is measured with, by name. */
    public static final List<Workload> ALL = List.of(NUMERIC_20, MIXED_200, PIXELS_784);

    /** How the features lie in the event. */
    public enum Shape {
        /** Each in a field of its own, {@code f0} and so on. */
        FIELDS,
        /** As {@link #FIELDS}, and the event has an array of strings and a map that no model uses. */
        FIELDS_AMONG_OTHERS,
        /** All in one array, {@code pixels}. */
        ARRAY
    }

    public Workload {
        kinds = List.copyOf(kinds);
    }

    /**
     * Numeric features and a net with two hidden layers of 64.
     *
     * @param features how many; there must be a model package for it
     */
    public static Workload numeric(int features, int records) {
        return new Workload(
                "mlp-" + features,
                features + " numeric features, MLP 2×64",
                features,
                FieldKind.NUMERIC,
                Shape.FIELDS,
                records);
    }

    /** The directory of the model package. */
    public Path model(Path models) {
        return models.resolve(name);
    }

    /** The schema of the events. */
    public Schema schema() {
        var fields = SchemaBuilder.record("Event")
                .namespace("io.streamscorer.benchmarks")
                .fields()
                .requiredString("event_id");
        if (shape == Shape.ARRAY) {
            fields = fields.name("pixels")
                    .type(Schema.createArray(kind(0).schema()))
                    .noDefault();
        } else {
            for (int i = 0; i < features; i++) {
                fields = fields.name("f" + i).type(kind(i).schema()).noDefault();
            }
        }
        if (shape == Shape.FIELDS_AMONG_OTHERS) {
            fields = fields.name("tags").type().array().items().stringType().noDefault();
            fields = fields.name("counts").type().map().values().longType().noDefault();
        }
        return fields.requiredLong("sent_at").endRecord();
    }

    /**
     * The events, always the same.
     *
     * @param count how many
     */
    public List<GenericData.Record> events(int count) {
        Schema schema = schema();
        Random random = new Random(20_240_325);
        List<GenericData.Record> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(event(schema, random, i));
        }
        return events;
    }

    private GenericData.Record event(Schema schema, Random random, int index) {
        GenericData.Record event = new GenericData.Record(schema);
        event.put("event_id", "event-" + (10_000_000 + index));
        List<@Nullable Object> values = new ArrayList<>(features);
        for (int i = 0; i < features; i++) {
            values.add(kind(i).value(random));
        }
        if (shape == Shape.ARRAY) {
            event.put("pixels", values);
        } else {
            for (int i = 0; i < features; i++) {
                event.put("f" + i, values.get(i));
            }
        }
        if (shape == Shape.FIELDS_AMONG_OTHERS) {
            event.put("tags", List.of("web", "returning", "campaign-" + index % 20));
            event.put("counts", Map.of("views", 3L + index % 7, "clicks", (long) (index % 3)));
        }
        event.put("sent_at", 1_700_000_000_000L + index);
        return event;
    }

    private FieldKind kind(int feature) {
        return kinds.get(feature % kinds.size());
    }

    @Override
    public String toString() {
        return name;
    }
}
