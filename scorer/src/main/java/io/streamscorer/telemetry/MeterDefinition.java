package io.streamscorer.telemetry;

import java.util.List;
import java.util.Locale;

/** The catalogue of the scorer's meters. Names are {@code scorer.<noun>.<measure>}; each tag has few values. */
public enum MeterDefinition {
    RECORDS_RECEIVED(
            "scorer.records.received", Kind.COUNTER, "records", "Events taken from the input topic and answered."),
    PREDICTIONS_MADE("scorer.predictions.made", Kind.COUNTER, "predictions", "Events that were scored."),
    DEAD_LETTERS_MADE(
            "scorer.deadletters.made",
            Kind.COUNTER,
            "records",
            "Events that could not be scored, by the kind of failure.",
            Tags.CATEGORY),
    BATCH_RECORDS("scorer.batch.records", Kind.SUMMARY, "records", "Events that were scored together."),
    BATCH_DECODING("scorer.batch.decoding", Kind.TIMER, "seconds", "Time to decode a batch's events into features."),
    BATCH_SCORING("scorer.batch.scoring", Kind.TIMER, "seconds", "Time that the model took for a batch."),
    EVENT_LATENCY(
            "scorer.event.latency",
            Kind.TIMER,
            "seconds",
            "Time from a batch's oldest event, by its timestamp, until the batch was scored. One value per batch: no event of the batch"
                    + " took longer."),
    REGISTRY_WAIT("scorer.registry.wait", Kind.TIMER, "seconds", "Time spent waiting for the schema registry."),
    REGISTRY_RETRIES(
            "scorer.registry.retries",
            Kind.COUNTER,
            "requests",
            "Requests to the schema registry that failed and were made again."),
    NATIVE_TENSORS(
            "scorer.native.tensors",
            Kind.GAUGE,
            "tensors",
            "Tensors that the engine holds in native memory for the batches being scored. One that grows says that calls leave tensors behind."),
    MODEL_INFO(
            "scorer.model.info",
            Kind.GAUGE,
            "",
            "Always 1: the model in use, in tags.",
            Tags.NAME,
            Tags.VERSION,
            Tags.DIGEST,
            Tags.DEVICE),
    PROCESS_READY("scorer.process.ready", Kind.GAUGE, "", "1 when the process scores or can, else 0.");

    /** What kind of meter it is, by Micrometer's names. */
    public enum Kind {
        COUNTER,
        SUMMARY,
        TIMER,
        GAUGE
    }

    /** The keys of tags. */
    static final class Tags {
        static final String CATEGORY = "category";
        static final String NAME = "name";
        static final String VERSION = "version";
        static final String DIGEST = "digest";
        static final String DEVICE = "device";

        private Tags() {}
    }

    private final String meterName;
    private final Kind kind;
    private final String unit;
    private final String description;
    private final List<String> tags;

    MeterDefinition(String meterName, Kind kind, String unit, String description, String... tags) {
        this.meterName = meterName;
        this.kind = kind;
        this.unit = unit;
        this.description = description;
        this.tags = List.of(tags);
    }

    /** The name in Micrometer's form, with dots. */
    public String meterName() {
        return meterName;
    }

    /** The kind. */
    public Kind kind() {
        return kind;
    }

    /** The base unit; empty for none. */
    public String unit() {
        return unit;
    }

    /** What it measures. */
    public String description() {
        return description;
    }

    /** The tags' keys. */
    public List<String> tags() {
        return tags;
    }

    /** The name that Prometheus scrapes, without the suffixes {@code _count}, {@code _sum}, {@code _bucket} and {@code _max}. */
    public String prometheusName() {
        String name = meterName.replace('.', '_');
        return switch (kind) {
            case COUNTER -> name + "_total";
            case TIMER -> name + "_seconds";
            case SUMMARY -> name;
            // Prometheus reserves the suffix _info for its own type of meter; the text format leaves it as it is.
            case GAUGE -> name;
        };
    }

    /** All meters as a table in Markdown, each line ending in a line break. */
    public static String table() {
        StringBuilder table = new StringBuilder(
                "| Meter | In Prometheus | Kind | Unit | Tags | Meaning |\n|---|---|---|---|---|---|\n");
        for (MeterDefinition meter : values()) {
            table.append("| `")
                    .append(meter.meterName)
                    .append("` | `")
                    .append(meter.prometheusName())
                    .append("` | ")
                    .append(meter.kind.name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(meter.unit)
                    .append(" | ")
                    .append(String.join(", ", meter.tags))
                    .append(" | ")
                    .append(meter.description)
                    .append(" |\n");
        }
        return table.toString();
    }
}
