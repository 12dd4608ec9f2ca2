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
 * A model and the events that it scores. Besides the features an event has fields that no model uses: an id and a time, and where
 * {@code extras} says so an array of strings and a map. Immutable.
 *
 * @param name the name of the model package among the benchmarks' models
 * @param title what it is, for a person
 * @param prefix what the features' names begin with; a number from 0 follows
 * @param features how many features the model has
 * @param kinds the kinds of the features, which take turns
 * @param extras whether events have an array and a map too
 * @param records how many events a throughput run reads at most; what the fastest contestant reads in the time that it is given
 */
public record Workload(
        String name, String title, String prefix, int features, List<FieldKind> kinds, boolean extras, int records) {
    /** How many different events there are; they are sent again and again. */
    public static final int DISTINCT_EVENTS = 5_000;

    /** 20 numeric features, a net with two hidden layers of 64. */
    public static final Workload NUMERIC_20 = numeric(20, 5_000_000);
    /** 200 features of all kinds, an ensemble of 100 trees. */
    public static final Workload MIXED_200 =
            new Workload("trees-200", "200 mixed features, 100 trees", "f", 200, FieldKind.MIXED, true, 1_500_000);
    /** The feed-forward net of the Crayfish benchmark (EDBT 2024), fed with a flattened image of 28 × 28. */
    public static final Workload PIXELS_784 = new Workload(
            "ffnn-784", "784 floats, 784→32→32→32→32→10", "pixel", 784, List.of(FieldKind.FLOAT), false, 700_000);

    /** The workloads that throughput is measured with, by name. */
    public static final List<Workload> ALL = List.of(NUMERIC_20, MIXED_200, PIXELS_784);

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
                "f",
                features,
                FieldKind.NUMERIC,
                false,
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
        for (int i = 0; i < features; i++) {
            fields = fields.name(prefix + i).type(kind(i).schema()).noDefault();
        }
        if (extras) {
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
        for (int i = 0; i < features; i++) {
            @Nullable Object value = kind(i).value(random);
            event.put(i + 1, value);
        }
        if (extras) {
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
