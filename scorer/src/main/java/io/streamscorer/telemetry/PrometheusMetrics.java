package io.streamscorer.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.streamscorer.telemetry.MeterDefinition.Tags;
import java.util.Arrays;

/** The registry of meters that Prometheus scrapes, with those of the JVM. Thread-safe; its owner closes it. */
public final class PrometheusMetrics implements AutoCloseable {
    /** The type of {@link #scrape}'s text. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** As Kafka's own meters spell it, which else would have the tag twice; to Prometheus both are one. */
    private static final String APPLICATION_ID_OF_KAFKA = "application.id";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final String applicationId;
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();

    /**
     * Makes a registry with the JVM's meters.
     *
     * @param applicationId the tag {@code application_id} of all meters
     */
    public PrometheusMetrics(String applicationId) {
        this.applicationId = applicationId;
        registry.config().commonTags(APPLICATION_ID_OF_KAFKA, applicationId);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    /** The registry, for meters of others such as Kafka Streams'. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Scrapes the scores too. Called once. */
    public void show(ScoreHistogram scores) {
        registry.getPrometheusRegistry().register(() -> snapshot(scores));
    }

    private HistogramSnapshot snapshot(ScoreHistogram scores) {
        double[] bounds = scores.bounds();
        double[] upper = Arrays.copyOf(bounds, bounds.length + 1);
        upper[bounds.length] = Double.POSITIVE_INFINITY;
        return HistogramSnapshot.builder()
                .name(MeterDefinition.PREDICTION_SCORE.prometheusName())
                .help(MeterDefinition.PREDICTION_SCORE.description())
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .labels(Labels.of(Tags.APPLICATION_ID, applicationId))
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(upper, scores.counts()))
                        .sum(scores.sum())
                        .build())
                .build();
    }

    /** All meters in Prometheus' text format. */
    public String scrape() {
        return registry.scrape(CONTENT_TYPE);
    }

    /** Frees the listeners for garbage collection and closes the registry. */
    @Override
    public void close() {
        garbageCollection.close();
        registry.close();
    }
}
