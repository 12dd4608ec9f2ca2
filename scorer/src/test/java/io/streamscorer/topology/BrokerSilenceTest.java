package io.streamscorer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

final class BrokerSilenceTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Map<MetricName, Metric> metrics = new HashMap<>();
    private final BrokerSilence silence = new BrokerSilence(Duration.ofSeconds(3), nanos::get);

    private record Reading(MetricName metricName, Object metricValue) implements Metric {}

    @Test
    void shouldSayForHowLongAConsumerHasHeardNothing() {
        // given
        heard("app-1-StreamThread-1-consumer", 100.0);
        heard("app-1-StreamThread-2-consumer", 100.0);
        silence.since(metrics);

        // when / then
        pass(14);
        heard("app-1-StreamThread-1-consumer", 200.0);
        assertThat(silence.since(metrics)).isEmpty();
        pass(1);
        assertThat(silence.since(metrics)).contains(Duration.ofSeconds(15));
        pass(6);
        assertThat(silence.since(metrics)).contains(Duration.ofSeconds(21));
    }

    @Test
    void shouldEndWhenTheConsumerHearsAgainOrIsGone() {
        // given
        heard("app-1-StreamThread-1-consumer", 100.0);
        heard("app-1-StreamThread-2-consumer", 100.0);
        silence.since(metrics);
        pass(20);
        assertThat(silence.since(metrics)).isPresent();

        // when
        heard("app-1-StreamThread-1-consumer", 101.0);
        metrics.keySet().removeIf(name -> name.tags().containsValue("app-1-StreamThread-2-consumer"));

        // then
        assertThat(silence.since(metrics)).isEmpty();
    }

    @Test
    void shouldNotCallSilentWhoIsAskedRarely() {
        // given
        heard("app-1-StreamThread-1-consumer", 100.0);
        silence.since(metrics);

        // when
        pass(600);
        heard("app-1-StreamThread-1-consumer", 101.0);

        // then
        assertThat(silence.since(metrics)).isEmpty();
    }

    @Test
    void shouldWaitForThreeHeartbeats() {
        // given
        BrokerSilence patient = new BrokerSilence(Duration.ofSeconds(10), nanos::get);
        heard("app-1-StreamThread-1-consumer", 100.0);
        patient.since(metrics);

        // when / then
        pass(29);
        assertThat(patient.since(metrics)).isEmpty();
        pass(1);
        assertThat(patient.since(metrics)).isPresent();
    }

    @Test
    void shouldLookAtTheConsumersOfStreamThreadsAlone() {
        // given
        heard("app-1-StreamThread-1-restore-consumer", 0.0);
        heard("app-1-StreamThread-1-producer", 0.0);
        put("consumer-node-metrics", "incoming-byte-total", "app-1-StreamThread-1-consumer", 0.0);
        put("consumer-metrics", "outgoing-byte-total", "app-1-StreamThread-1-consumer", 0.0);
        silence.since(metrics);

        // when
        pass(600);

        // then
        assertThat(silence.since(metrics)).isEmpty();
    }

    private void heard(String client, double bytes) {
        put("consumer-metrics", "incoming-byte-total", client, bytes);
    }

    private void put(String group, String name, String client, double value) {
        MetricName metricName = new MetricName(name, group, "", Map.of("client-id", client));
        metrics.put(metricName, new Reading(metricName, value));
    }

    private void pass(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
