package io.streamscorer.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.telemetry.MeterDefinition.Tags;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Records what the scorer does, in the meters of {@link MeterDefinition}. Meant to be called once per batch, not per record. Thread-safe.
 */
public final class Meters {
    private static final Duration[] LATENCY_BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1)
    };
    private static final double[] BATCH_BUCKETS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096};

    private final MeterRegistry registry;
    private final Counter received;
    private final Counter predictions;
    private final Map<FailureCategory, Counter> deadLetters = new EnumMap<>(FailureCategory.class);
    private final DistributionSummary batchRecords;
    private final Timer decoding;
    private final Timer scoring;
    private final Timer latency;
    private final Timer registryWait;
    private final Counter registryRetries;
    private @Nullable Gauge modelInfo;

    /** Registers all meters but {@code scorer.model.info}, {@code scorer.native.tensors} and {@code scorer.process.ready}, so that they are there from the start. */
    public Meters(MeterRegistry registry) {
        this.registry = registry;
        this.received = counter(MeterDefinition.RECORDS_RECEIVED).register(registry);
        this.predictions = counter(MeterDefinition.PREDICTIONS_MADE).register(registry);
        for (FailureCategory category : FailureCategory.values()) {
            deadLetters.put(
                    category,
                    counter(MeterDefinition.DEAD_LETTERS_MADE)
                            .tag(Tags.CATEGORY, category.wireName())
                            .register(registry));
        }
        this.batchRecords = DistributionSummary.builder(MeterDefinition.BATCH_RECORDS.meterName())
                .description(MeterDefinition.BATCH_RECORDS.description())
                .baseUnit(MeterDefinition.BATCH_RECORDS.unit())
                .serviceLevelObjectives(BATCH_BUCKETS)
                .register(registry);
        this.decoding = timer(MeterDefinition.BATCH_DECODING).register(registry);
        this.scoring = timer(MeterDefinition.BATCH_SCORING)
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(registry);
        this.latency = timer(MeterDefinition.EVENT_LATENCY)
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(registry);
        this.registryWait = timer(MeterDefinition.REGISTRY_WAIT).register(registry);
        this.registryRetries = counter(MeterDefinition.REGISTRY_RETRIES).register(registry);
    }

    /**
     * Records one batch.
     *
     * @param records how many events it had
     * @param scored how many of them have a prediction
     * @param decodingNanos the time to decode them, in nanoseconds
     * @param scoringNanos the time that the model took, in nanoseconds
     */
    public void recordBatch(int records, int scored, long decodingNanos, long scoringNanos) {
        received.increment(records);
        predictions.increment(scored);
        batchRecords.record(records);
        decoding.record(decodingNanos, TimeUnit.NANOSECONDS);
        scoring.record(scoringNanos, TimeUnit.NANOSECONDS);
    }

    /** Counts events that became dead letters. */
    public void recordDeadLetters(FailureCategory category, int records) {
        Counter counter = deadLetters.get(category);
        if (counter != null) {
            counter.increment(records);
        }
    }

    /**
     * Records how old a batch's oldest event is. Timestamps before 1970 say nothing and are left out; one in the future counts as 0.
     *
     * @param oldestTimestamp the smallest timestamp of the batch's events, in milliseconds since 1970-01-01 UTC
     * @param now the time after scoring, in the same unit
     */
    public void recordLatency(long oldestTimestamp, long now) {
        if (oldestTimestamp >= 0) {
            latency.record(Math.max(0, now - oldestTimestamp), TimeUnit.MILLISECONDS);
        }
    }

    /** Records one wait for the schema registry, retries included. */
    public void recordRegistryWait(Duration wait) {
        registryWait.record(wait);
    }

    /** Counts one request to the schema registry that is made again. */
    public void countRegistryRetry() {
        registryRetries.increment();
    }

    /** Says which model is in use; it takes the place of an earlier one. */
    public synchronized void describeModel(String name, String version, String digest, String device) {
        if (modelInfo != null) {
            registry.remove(modelInfo);
        }
        modelInfo = Gauge.builder(MeterDefinition.MODEL_INFO.meterName(), () -> 1)
                .description(MeterDefinition.MODEL_INFO.description())
                .tag(Tags.NAME, name)
                .tag(Tags.VERSION, version)
                .tag(Tags.DIGEST, digest)
                .tag(Tags.DEVICE, device)
                .register(registry);
    }

    /** Says whether the process is ready, asked at each scrape. The supplier is kept. */
    public void watchReadiness(BooleanSupplier ready) {
        Gauge.builder(MeterDefinition.PROCESS_READY.meterName(), () -> ready.getAsBoolean() ? 1 : 0)
                .description(MeterDefinition.PROCESS_READY.description())
                .register(registry);
    }

    /** Shows how many tensors are open, asked at each scrape. The supplier is kept. */
    public void watchTensors(LongSupplier open) {
        Gauge.builder(MeterDefinition.NATIVE_TENSORS.meterName(), open::getAsLong)
                .description(MeterDefinition.NATIVE_TENSORS.description())
                .register(registry);
    }

    /** A counter's unit stands in its name already; as a base unit, Prometheus would see it twice. */
    private static Counter.Builder counter(MeterDefinition meter) {
        return Counter.builder(meter.meterName()).description(meter.description());
    }

    private static Timer.Builder timer(MeterDefinition meter) {
        return Timer.builder(meter.meterName()).description(meter.description());
    }
}
