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
                    + " took longer. `timestamp` says whose clock that was: `append` is the broker's, where the input topic has"
                    + " `message.timestamp.type=LogAppendTime`; `create` the producer's, on all other topics, whose events do not tell when they"
                    + " were appended.",
            Tags.TIMESTAMP),
    EVENTS_WAITING("scorer.events.waiting", Kind.GAUGE, "records", "Events that were polled and are not answered yet."),
    PARTITION_LAG(
            "scorer.partition.lag",
            Kind.GAUGE,
            "records",
            "Events of an input partition that wait for their answer, for the partitions of this process, asked of the brokers every 5 s. 0 when"
                    + " all that can be read is answered: markers of transactions and aborted events at the end do not count, those between"
                    + " events that wait do.",
            Tags.TOPIC,
            Tags.PARTITION),
    PREDICTION_SCORE(
            "scorer.prediction.score",
            Kind.HISTOGRAM,
            "",
            "The predictions' scores, NaN apart. Buckets from 0 to 1 where the score is a probability, else by powers of ten. None where the model"
                    + " gives no score."),
    SCORES_NAN("scorer.scores.nan", Kind.COUNTER, "predictions", "Predictions whose score is not a number."),
    FEATURE_MISSING(
            "scorer.feature.missing",
            Kind.COUNTER,
            "values",
            "Values that were missing and that `missing` in `model.yaml` replaced, by the feature's field; `(others)` for all after the first 100"
                    + " features. Where `missing` is `reject` the event is a dead letter instead.",
            Tags.FEATURE),
    MODEL_FAILURES(
            "scorer.model.failures",
            Kind.COUNTER,
            "calls",
            "Calls in which the engine failed, on a batch, a part of one or a single event, whatever became of the events."),
    REGISTRY_CALLS(
            "scorer.registry.calls",
            Kind.TIMER,
            "seconds",
            "Requests to the schema registry while scoring: `answered`, `refused` (no such schema, for example) or `failed`.",
            Tags.OUTCOME),
    REGISTRY_WAIT(
            "scorer.registry.wait",
            Kind.TIMER,
            "seconds",
            "Time spent waiting for an answer of the schema registry, failed requests and the pauses between them included."),
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
    PROCESS_RESIDENT(
            "scorer.process.resident",
            Kind.GAUGE,
            "bytes",
            "Physical memory that the process takes, the engine's native memory included. On Linux only; NaN elsewhere."),
    PROCESS_READY("scorer.process.ready", Kind.GAUGE, "", "1 when the process scores or can, else 0.");

    /** What kind of meter it is, by Micrometer's names. */
    public enum Kind {
        COUNTER,
        SUMMARY,
        /** Counts of values by upper bound, which Prometheus adds up. */
        HISTOGRAM,
        TIMER,
        GAUGE
    }

    /** The keys of tags. */
    static final class Tags {
        /** The application id, which every meter has, those of Kafka and Java too. */
        static final String APPLICATION_ID = "application_id";

        static final String CATEGORY = "category";
        static final String TIMESTAMP = "timestamp";
        static final String TOPIC = "topic";
        static final String PARTITION = "partition";
        static final String FEATURE = "feature";
        static final String OUTCOME = "outcome";
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
            case SUMMARY, HISTOGRAM -> name;
            // Prometheus reserves the suffix _info for its own type of meter; the text format leaves it as it is.
            case GAUGE -> unit.equals("bytes") ? name + "_bytes" : name;
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
