package io.streamscorer.cli;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.registry.RegistryListener;
import io.streamscorer.scoring.ScoringListener;
import io.streamscorer.telemetry.Meters;
import io.streamscorer.telemetry.PrometheusMetrics;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** Carries what the stages report to the meters and to readiness. Thread-safe. */
final class ScorerMeters implements ScoringListener, RegistryListener, AutoCloseable {
    private final PrometheusMetrics prometheus = new PrometheusMetrics();
    private final Meters meters = new Meters(prometheus.registry());
    private final ProcessState state;
    private @Nullable KafkaStreamsMetrics kafka;

    ScorerMeters(ProcessState state) {
        this.state = state;
        meters.watchReadiness(() -> state.readiness().ready());
    }

    void model(LoadedModel model) {
        meters.describeModel(model.name(), model.version(), model.digest(), model.device());
        meters.watchTensors(model::openTensors);
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
    public void batchDone(int events, int rows, long decodingNanos, long scoringNanos, long oldestTimestamp) {
        meters.recordBatch(events, rows, decodingNanos, scoringNanos);
        if (oldestTimestamp != Long.MAX_VALUE) {
            meters.recordLatency(oldestTimestamp, System.currentTimeMillis());
        }
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
        prometheus.close();
    }
}
