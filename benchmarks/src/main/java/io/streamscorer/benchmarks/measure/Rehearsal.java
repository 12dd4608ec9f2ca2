package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.stage.ContestantProcess;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.benchmarks.stage.Jvm;
import io.streamscorer.benchmarks.stage.Stage;
import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.config.ProcessingGuarantee;
import io.streamscorer.schemas.Prediction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What comes before the measurements of a workload: the scorer and the plain application score the same events, and must agree on each. Who
 * is fast but wrong is not measured. It also gives the mean size of a Prediction, which the copies then write.
 */
public final class Rehearsal {
    private static final int EVENTS = 2_000;
    private static final int PREFIX_BYTES = 5;
    private static final double TOLERANCE = 1e-4;
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private Rehearsal() {}

    /**
     * Holds the two against each other.
     *
     * @return the mean size of the scorer's Predictions in bytes
     * @throws IllegalStateException if they disagree
     */
    public static int run(Stage stage, Workload workload, Jvm jvm, Map<String, String> more) {
        try (EventTopic events = EventTopic.filled(stage, workload, 1, EVENTS)) {
            ContestantSettings settings =
                    new ContestantSettings(workload, ProcessingGuarantee.AT_LEAST_ONCE, events.name(), 1, 1, more);
            List<ConsumerRecord<byte[], byte[]>> scored = answers(stage, Contestant.SCORER, jvm, settings);
            Map<Long, GenericRecord> expected = byNumber(answers(stage, Contestant.PLAIN, jvm, settings));
            byNumber(scored).forEach((number, prediction) -> {
                String difference = difference(prediction, Objects.requireNonNull(expected.get(number)));
                if (difference != null) {
                    throw new IllegalStateException("Workload " + workload + ", event " + number
                            + ": the scorer and the plain application disagree. " + difference);
                }
            });
            return (int) Math.round(scored.stream()
                    .mapToInt(record -> record.value().length)
                    .average()
                    .orElseThrow());
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> answers(
            Stage stage, Contestant contestant, Jvm jvm, ContestantSettings settings) {
        try (OutputTopic output = OutputTopic.create(stage, settings.partitions(), Map.of());
                ContestantProcess process =
                        stage.start(contestant, jvm, settings, stage.unique("rehearsal"), output.name(), 0)) {
            try {
                List<ConsumerRecord<byte[], byte[]>> records = output.read(EVENTS, TIMEOUT);
                output.requireNoDeadLetters();
                return records;
            } catch (IllegalStateException e) {
                throw new IllegalStateException(
                        contestant.title() + ": " + e.getMessage() + ". The end of its log:\n" + process.logTail(), e);
            }
        }
    }

    private static Map<Long, GenericRecord> byNumber(List<ConsumerRecord<byte[], byte[]>> records) {
        GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(Prediction.getClassSchema());
        Map<Long, GenericRecord> byNumber = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] value = record.value();
            try {
                byNumber.put(
                        EventTopic.number(record.key()),
                        reader.read(
                                null,
                                DecoderFactory.get()
                                        .binaryDecoder(value, PREFIX_BYTES, value.length - PREFIX_BYTES, null)));
            } catch (IOException e) {
                throw new UncheckedIOException("A prediction is no Avro", e);
            }
        }
        if (byNumber.size() != EVENTS) {
            throw new IllegalStateException("Of " + EVENTS + " events " + byNumber.size() + " were answered");
        }
        return byNumber;
    }

    /** How two predictions differ in score, label or probabilities; null if they do not. */
    private static @Nullable String difference(GenericRecord actual, GenericRecord expected) {
        if (!near(actual.get("score"), expected.get("score"))
                || !Objects.equals(String.valueOf(actual.get("label")), String.valueOf(expected.get("label")))) {
            return "Expected score " + expected.get("score") + " and label " + expected.get("label") + ", is "
                    + actual.get("score") + " and " + actual.get("label");
        }
        Map<String, Object> probabilities = probabilities(actual);
        for (var entry : probabilities(expected).entrySet()) {
            if (!near(probabilities.get(entry.getKey()), entry.getValue())) {
                return "Expected probability " + entry.getValue() + " of class " + entry.getKey() + ", is "
                        + probabilities.get(entry.getKey());
            }
        }
        return null;
    }

    private static boolean near(@Nullable Object left, @Nullable Object right) {
        return left instanceof Double l && right instanceof Double r && Math.abs(l - r) <= TOLERANCE;
    }

    private static Map<String, Object> probabilities(GenericRecord prediction) {
        Map<String, Object> byClass = new HashMap<>();
        ((Map<?, ?>) prediction.get("probabilities")).forEach((name, value) -> byClass.put(name.toString(), value));
        return byClass;
    }
}
