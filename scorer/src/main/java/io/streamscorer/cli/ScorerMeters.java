package io.streamscorer.cli;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.OutputRoles;
import io.streamscorer.registry.RegistryListener;
import io.streamscorer.scoring.ScoringListener;
import io.streamscorer.telemetry.BatchTraces;
import io.streamscorer.telemetry.Meters;
import io.streamscorer.telemetry.PrometheusMetrics;
import io.streamscorer.telemetry.ScoreHistogram;
import io.streamscorer.telemetry.ScoreTally;
import io.streamscorer.topology.InputProgress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** Carries what the stages report to the meters and to readiness. Thread-safe. */
final class ScorerMeters implements ScoringListener, RegistryListener, AutoCloseable {
    private final PrometheusMetrics prometheus;
    private final Meters meters;
    private final ProcessState state;
    private @Nullable KafkaStreamsMetrics kafka;
    private @Nullable ScoreHistogram scores;
    private @Nullable BatchTraces traces;

    ScorerMeters(String applicationId, ProcessState state) {
        this.prometheus = new PrometheusMetrics(applicationId);
        this.meters = new Meters(prometheus.registry());
        this.state = state;
        meters.describeRegistryCalls(
                Arrays.stream(CallOutcome.values()).map(ScorerMeters::name).toList());
        meters.watchReadiness(() -> state.readiness().ready());
    }

    void model(LoadedModel model) {
        meters.describeModel(model.name(), model.version(), model.digest(), model.device());
        meters.watchTensors(model::openTensors);
        describe(model);
    }

    /** Prepares what depends on the model. Called once, before its scorers are made. */
    private void describe(LoadedModel model) {
        meters.describeFeatures(model.inputs().stream()
                .flatMap(tensor -> tensor.features().stream())
                .map(feature -> feature.field().toString())
                .toList());
        OutputRoles roles = model.roles();
        if (roles.score() != null) {
            boolean probability = roles.probabilities() != null
                    && roles.probabilities().output() == roles.score().output();
            ScoreHistogram histogram = probability ? ScoreHistogram.ofProbabilities() : ScoreHistogram.ofNumbers();
            meters.watchScores(histogram);
            prometheus.show(histogram);
            scores = histogram;
        }
    }

    /** Counts one thread's scores; null where the model gives none. */
    @Nullable
    ScoreTally scoreTally() {
        return scores == null ? null : scores.tally();
    }

    void watch(InputProgress progress) {
        meters.watchWaiting(progress::waiting);
    }

    void lag(String topic, Map<Integer, Long> byPartition) {
        meters.recordLag(topic, byPartition);
    }

    /** Traces batches from now on; called before there are any. Closed with this. */
    void trace(BatchTraces sent) {
        traces = sent;
    }

    void bind(KafkaStreams streams) {
        KafkaStreamsMetrics binder = new KafkaStreamsMetrics(streams);
        binder.bindTo(prometheus.registry());
        kafka = binder;
    }

    String scrape() {
        return prometheus.scrape();
    }

    void buried(FailureCategory category) {
        meters.recordDeadLetters(category, 1);
    }

    @Override
    public void batchDone(
            int events,
            int predictions,
            long decodingNanos,
            long scoringNanos,
            long oldestTimestamp,
            boolean appendTime) {
        meters.recordBatch(events, predictions, decodingNanos, scoringNanos);
        if (traces != null) {
            traces.batch(events, predictions, decodingNanos, scoringNanos);
        }
        if (oldestTimestamp != Long.MAX_VALUE) {
            meters.recordLatency(oldestTimestamp, System.currentTimeMillis(), appendTime);
        }
    }

    @Override
    public void valuesMissing(int[] counts) {
        meters.recordMissing(counts);
    }

    @Override
    public void modelFailed() {
        meters.countModelFailure();
    }

    @Override
    public void called(CallOutcome outcome, Duration took) {
        meters.recordRegistryCall(name(outcome), took);
    }

    private static String name(CallOutcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void unanswered(String reason) {
        meters.countRegistryRetry();
        state.away("registry", reason);
    }

    @Override
    public void answered(Duration waited) {
        meters.recordRegistryWait(waited);
        state.away("registry", null);
    }

    @Override
    public void modelUnavailable(String reason) {
        state.away("model", reason);
    }

    @Override
    public void modelAvailable() {
        state.away("model", null);
    }

    @Override
    public void close() {
        if (kafka != null) {
            kafka.close();
        }
        if (traces != null) {
            traces.close();
        }
        prometheus.close();
    }
}
