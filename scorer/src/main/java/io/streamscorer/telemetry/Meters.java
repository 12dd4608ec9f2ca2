package io.streamscorer.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Timer;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.telemetry.MeterDefinition.Tags;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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

    /** More names of features are not told apart. */
    private static final int MAX_FEATURES = 100;

    private static final String OTHERS = "(others)";

    private final MeterRegistry registry;
    private final Counter received;
    private final Counter predictions;
    private final Map<FailureCategory, Counter> deadLetters = new EnumMap<>(FailureCategory.class);
    private final DistributionSummary batchRecords;
    private final Timer decoding;
    private final Timer scoring;
    private final Timer createLatency;
    private final Timer appendLatency;
    private final MultiGauge lag;
    private final Counter modelFailures;
    private final Map<String, Timer> registryCalls = new ConcurrentHashMap<>();
    private Counter[] missing = {};
    private final Timer registryWait;
    private final Counter registryRetries;
    private @Nullable Gauge modelInfo;

    /** Registers the meters that need nothing else, so that they are there from the start. */
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
        this.createLatency = latency("create");
        this.appendLatency = latency("append");
        this.lag = MultiGauge.builder(MeterDefinition.PARTITION_LAG.meterName())
                .description(MeterDefinition.PARTITION_LAG.description())
                .register(registry);
        this.modelFailures = counter(MeterDefinition.MODEL_FAILURES).register(registry);
        gauge(MeterDefinition.PROCESS_RESIDENT, ResidentMemory::bytes)
                .baseUnit(MeterDefinition.PROCESS_RESIDENT.unit())
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
     * @param appendTime whether the timestamp is the broker's
     */
    public void recordLatency(long oldestTimestamp, long now, boolean appendTime) {
        if (oldestTimestamp >= 0) {
            (appendTime ? appendLatency : createLatency)
                    .record(Math.max(0, now - oldestTimestamp), TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Says how far each partition of this process is behind. Partitions that are left out are shown no more.
     *
     * @param topic the input topic
     * @param byPartition the lag in events
     */
    public void recordLag(String topic, Map<Integer, Long> byPartition) {
        lag.register(
                byPartition.entrySet().stream()
                        .map(entry -> MultiGauge.Row.of(
                                io.micrometer.core.instrument.Tags.of(
                                        Tags.TOPIC, topic, Tags.PARTITION, Integer.toString(entry.getKey())),
                                entry.getValue()))
                        .toList(),
                true);
    }

    /** Counts one call in which the engine failed. */
    public void countModelFailure() {
        modelFailures.increment();
    }

    /** Says which features the model has, by number, as {@link #recordMissing} counts them. Called before that. */
    public void describeFeatures(List<String> names) {
        Map<String, Counter> counters = new HashMap<>();
        Counter[] all = new Counter[names.size()];
        for (int i = 0; i < all.length; i++) {
            String name = counters.size() < MAX_FEATURES || counters.containsKey(names.get(i)) ? names.get(i) : OTHERS;
            all[i] = counters.computeIfAbsent(
                    name,
                    feature -> counter(MeterDefinition.FEATURE_MISSING)
                            .tag(Tags.FEATURE, feature)
                            .register(registry));
        }
        missing = all;
    }

    /**
     * Counts values that were missing.
     *
     * @param counts how many, by the feature's number
     */
    public void recordMissing(int[] counts) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                missing[i].increment(counts[i]);
            }
        }
    }

    /** Counts the scores that are not numbers. The histogram is kept. */
    public void watchScores(ScoreHistogram scores) {
        FunctionCounter.builder(MeterDefinition.SCORES_NAN.meterName(), scores, ScoreHistogram::notNumbers)
                .description(MeterDefinition.SCORES_NAN.description())
                .register(registry);
    }

    /** Shows how many events wait, asked at each scrape. The supplier is kept. */
    public void watchWaiting(LongSupplier waiting) {
        gauge(MeterDefinition.EVENTS_WAITING, waiting::getAsLong).register(registry);
    }

    /** Records one request to the schema registry by its outcome, of which there are few. */
    public void recordRegistryCall(String outcome, Duration took) {
        registryCalls.computeIfAbsent(outcome, this::registryCalls).record(took);
    }

    /** Registers the outcomes that there can be, so that they are there from the start. */
    public void describeRegistryCalls(List<String> outcomes) {
        outcomes.forEach(outcome -> registryCalls.computeIfAbsent(outcome, this::registryCalls));
    }

    private Timer registryCalls(String outcome) {
        return timer(MeterDefinition.REGISTRY_CALLS).tag(Tags.OUTCOME, outcome).register(registry);
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
        gauge(MeterDefinition.PROCESS_READY, () -> ready.getAsBoolean() ? 1 : 0).register(registry);
    }

    /** Shows how many tensors are open, asked at each scrape. The supplier is kept. */
    public void watchTensors(LongSupplier open) {
        gauge(MeterDefinition.NATIVE_TENSORS, open::getAsLong).register(registry);
    }

    private Timer latency(String timestamp) {
        return timer(MeterDefinition.EVENT_LATENCY)
                .tag(Tags.TIMESTAMP, timestamp)
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(registry);
    }

    private static Gauge.Builder<Supplier<Number>> gauge(MeterDefinition meter, Supplier<Number> value) {
        return Gauge.builder(meter.meterName(), value).description(meter.description());
    }

    /** A counter's unit stands in its name already; as a base unit, Prometheus would see it twice. */
    private static Counter.Builder counter(MeterDefinition meter) {
        return Counter.builder(meter.meterName()).description(meter.description());
    }

    private static Timer.Builder timer(MeterDefinition meter) {
        return Timer.builder(meter.meterName()).description(meter.description());
    }
}
