package io.streamscorer.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.RecordFailure;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.packaging.Samples;
import io.streamscorer.schemas.Prediction;
import io.streamscorer.scoring.EventScorer;
import io.streamscorer.scoring.Outcome;
import io.streamscorer.scoring.RawEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Holds a model against the samples of its package, through the same scorer as a topic. The samples are lines of JSON, {@code {"event": {...},
 * "expected": {...}}}: the event as {@link JsonEventFile} takes it without a schema, and any of {@code score}, {@code label},
 * {@code probabilities} (each class and its number) and {@code outputs} (each name and its elements) of the Prediction.
 */
public final class ModelSamples {
    private static final int BATCH = 64;
    private static final int MAX_SHOWN = 5;

    private final LoadedModel model;
    private final Samples samples;
    private final List<Sample> read = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private int disagreeing;
    private double largest;

    private ModelSamples(LoadedModel model, Samples samples) {
        this.model = model;
        this.samples = samples;
    }

    /** One sample: where it stands, its event in Confluent's wire format, and what is expected. */
    private record Sample(long line, byte[] event, JsonNode expected) {}

    /**
     * Scores the samples and compares. Thread-safe.
     *
     * @throws SetupException if the samples cannot be read or the model's predictions are others
     */
    public static SampleAgreement check(LoadedModel model, Samples samples) {
        return new ModelSamples(model, samples).run();
    }

    private SampleAgreement run() {
        FeatureSpec spec = new FeatureSpec(model.inputs(), List.of());
        InferredSchema schema = InferredSchema.of(spec);
        read(new JsonFrames(schema.writer()));
        int count = read.size() + disagreeing;
        if (count == 0) {
            throw new SetupException(samples.file() + ": holds no samples. Give at least one line of the form"
                    + " {\"event\": {...}, \"expected\": {\"score\": 0.5}}, or leave samples out of the package");
        }
        List<RawEvent> events = new ArrayList<>();
        for (Sample sample : read) {
            events.add(RawEvent.of(sample.event, null, String.valueOf(samples.file()), 0, sample.line, -1));
        }
        try (EventScorer scorer = FileScorers.open(model, spec, schema.writer(), schema.reader(), BATCH, () -> 0)) {
            Outcome[] outcomes = scorer.score(events);
            for (int i = 0; i < outcomes.length; i++) {
                compare(read.get(i), outcomes[i]);
            }
        }
        if (disagreeing > 0) {
            throw new SetupException(refusal(count));
        }
        return new SampleAgreement(count, largest);
    }

    private String refusal(int count) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: the model does not give what its own samples expect: %d of %d disagree (tolerance %s, largest difference %s)",
                samples.file(),
                disagreeing,
                count,
                samples.tolerance(),
                largest));
        problems.forEach(problem -> text.append("\n  ").append(problem));
        if (disagreeing > problems.size()) {
            text.append("\n  and ").append(disagreeing - problems.size()).append(" more");
        }
        return text.toString();
    }

    private void disagree(long line, String problem) {
        disagreeing++;
        if (problems.size() < MAX_SHOWN) {
            problems.add("line " + line + ": " + problem);
        }
    }

    private void read(JsonFrames frames) {
        try (LineReader lines = new LineReader(Files.newInputStream(samples.file()))) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                if (new String(line, StandardCharsets.UTF_8).isBlank()) {
                    continue;
                }
                try {
                    JsonNode sample = frames.parse(line);
                    require(sample);
                    read.add(new Sample(lines.number(), frames.frame(sample.get("event")), sample.get("expected")));
                } catch (JsonMisfit e) {
                    disagree(lines.number(), String.valueOf(e.getMessage()));
                }
            }
        } catch (IOException e) {
            throw new SetupException(samples.file() + ": cannot be read: " + Lines.of(e), e);
        }
    }

    private static void require(JsonNode sample) throws JsonMisfit {
        JsonNode expected = sample.path("expected");
        if (!sample.path("event").isObject() || !expected.isObject() || expected.isEmpty() || sample.size() != 2) {
            throw new JsonMisfit(
                    "expected an object \"event\" and an object \"expected\" that is not empty, found " + keys(sample));
        }
        for (var names = expected.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!List.of("score", "label", "probabilities", "outputs").contains(name)) {
                throw new JsonMisfit(
                        "expected: unknown key '" + name + "'. Known: score, label, probabilities and outputs");
            }
        }
    }

    private static String keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys.isEmpty() ? "an empty object" : String.join(", ", keys);
    }

    private void compare(Sample sample, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            RecordFailure failure = failed.failure();
            disagree(sample.line, failure.category().wireName() + ": " + failure.message());
            return;
        }
        SampleComparison comparison = new SampleComparison(samples.tolerance());
        comparison.compare(sample.expected, decoded(((Outcome.Scored) outcome).prediction()));
        largest = Math.max(largest, comparison.largestDifference());
        String first = comparison.firstProblem();
        if (first != null) {
            disagree(sample.line, first);
        }
    }

    private static Prediction decoded(byte[] bytes) {
        try {
            return new SpecificDatumReader<Prediction>(Prediction.getClassSchema())
                    .read(nothing(), DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException e) {
            throw new IllegalStateException("A prediction that was just encoded cannot be read", e);
        }
    }

    @SuppressWarnings("NullAway") // Avro's null for "no object to reuse"
    private static Prediction nothing() {
        return null;
    }
}
