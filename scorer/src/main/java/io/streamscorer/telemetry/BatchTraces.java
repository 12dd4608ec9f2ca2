package io.streamscorer.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Sends a trace of each batch, or of some, to an OpenTelemetry collector by OTLP over HTTP: a span {@code batch} with the spans {@code decode} and
 * {@code score}. They are made when the batch is done, from the times that the meters have too, so that scoring itself does nothing for them.
 * Thread-safe. Closing it sends what is left, for {@link #LAST_SECONDS} at most; spans that the collector does not take are dropped.
 */
public final class BatchTraces implements AutoCloseable {
    private static final int LAST_SECONDS = 3;
    private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("messaging.batch.message_count");
    private static final AttributeKey<Long> PREDICTIONS = AttributeKey.longKey("scorer.predictions");
    private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final LongSupplier clock;

    /**
     * Prepares sending; nothing is sent yet.
     *
     * @param endpoint the collector's address for traces, such as {@code http://collector:4318/v1/traces}
     * @param ratio the share of the batches that are traced, from 0 to 1
     * @param applicationId the service's name in the traces
     * @param clock the time in milliseconds since 1970-01-01 UTC
     */
    public BatchTraces(String endpoint, double ratio, String applicationId, LongSupplier clock) {
        OpenTelemetryLog.install();
        this.clock = clock;
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(Attributes.of(SERVICE, applicationId))))
                .setSampler(Sampler.traceIdRatioBased(ratio))
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                .setEndpoint(endpoint)
                                .build())
                        .build())
                .build();
        this.tracer = provider.get("io.streamscorer");
    }

    /**
     * Traces a batch that has just been done.
     *
     * @param events how many events it had
     * @param predictions how many of them have a prediction
     * @param decodingNanos how long decoding took, in nanoseconds
     * @param scoringNanos how long the model and writing the predictions took, in nanoseconds
     */
    public void batch(int events, int predictions, long decodingNanos, long scoringNanos) {
        long end = TimeUnit.MILLISECONDS.toNanos(clock.getAsLong());
        long decoded = end - scoringNanos;
        long start = decoded - decodingNanos;
        Span batch = span("batch", start).setNoParent().startSpan();
        if (!batch.isRecording()) {
            return;
        }
        batch.setAttribute(EVENTS, (long) events).setAttribute(PREDICTIONS, (long) predictions);
        Context context = Context.root().with(batch);
        stage("decode", context, start, decoded);
        stage("score", context, decoded, end);
        batch.end(end, TimeUnit.NANOSECONDS);
    }

    private void stage(String name, Context batch, long start, long end) {
        span(name, start).setParent(batch).startSpan().end(end, TimeUnit.NANOSECONDS);
    }

    private SpanBuilder span(String name, long start) {
        return tracer.spanBuilder(name).setStartTimestamp(start, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        provider.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS);
    }
}
