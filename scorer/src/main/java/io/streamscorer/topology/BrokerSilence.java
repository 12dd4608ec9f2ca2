package io.streamscorer.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Tells from the consumers' own metrics whether the brokers have fallen silent. A consumer in a group hears something every few seconds
 * even when there is nothing to read: answers to its heartbeats and to its requests for records. Thread-safe.
 *
 * <p>It sees that no broker answers, by a connection that is refused or by one over which nothing comes. It does not see that some brokers
 * answer and others do not.
 */
public final class BrokerSilence {
    /** Three times the longest time between heartbeats by default, with {@code group.protocol=streams}. */
    private static final Duration LEAST = Duration.ofSeconds(15);

    private static final int HEARTBEATS = 3;

    private final Duration limit;
    private final LongSupplier nanoTime;
    private final Map<String, Heard> consumers = new HashMap<>();

    /** What a consumer had heard when it was last seen to hear something new. */
    private record Heard(Object bytes, long nanos) {}

    /**
     * Begins to listen.
     *
     * @param heartbeatInterval time between the consumers' heartbeats
     * @param nanoTime a clock, in nanoseconds
     */
    public BrokerSilence(Duration heartbeatInterval, LongSupplier nanoTime) {
        Duration several = heartbeatInterval.multipliedBy(HEARTBEATS);
        this.limit = several.compareTo(LEAST) > 0 ? several : LEAST;
        this.nanoTime = nanoTime;
    }

    /**
     * For how long some stream thread's consumer has heard nothing, if that is too long; counted from the call that saw the last of what it
     * heard. To be called every now and then.
     *
     * @param metrics those of Kafka Streams
     */
    public synchronized Optional<Duration> since(Map<MetricName, ? extends Metric> metrics) {
        long now = nanoTime.getAsLong();
        Map<String, Heard> before = Map.copyOf(consumers);
        consumers.clear();
        metrics.forEach((name, metric) -> {
            if (isHeardByConsumer(name)) {
                String client = name.tags().get("client-id");
                Heard last = before.get(client);
                Object bytes = metric.metricValue();
                consumers.put(client, last != null && last.bytes().equals(bytes) ? last : new Heard(bytes, now));
            }
        });
        return consumers.values().stream()
                .map(heard -> Duration.ofNanos(now - heard.nanos()))
                .max(Duration::compareTo)
                .filter(silent -> silent.compareTo(limit) >= 0);
    }

    /** The one that restores state is in no group, and has none to restore. */
    private static boolean isHeardByConsumer(MetricName name) {
        String client = name.tags().getOrDefault("client-id", "");
        return name.name().equals("incoming-byte-total")
                && name.group().equals("consumer-metrics")
                && client.endsWith("-consumer")
                && !client.endsWith("-restore-consumer");
    }
}
