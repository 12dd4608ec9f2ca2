package io.streamscorer.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchTracesTest {
    private static final long NOW = 1_700_000_000_000L;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void start() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    @Test
    void shouldSendABatchWithItsStages() {
        // given
        BatchTraces traces = traces(1);

        // when
        traces.batch(10, 8, Duration.ofMillis(2).toNanos(), Duration.ofMillis(3).toNanos());
        traces.close();

        // then: the names are readable in the protocol's binary form
        assertThat(requests)
                .singleElement()
                .asString()
                .contains("fraud-scorer", "batch", "decode", "score", "messaging.batch.message_count");
    }

    @Test
    void shouldSendNothingOfBatchesThatAreNotSampled() {
        // given
        BatchTraces traces = traces(0);

        // when
        traces.batch(10, 8, 1, 1);
        traces.close();

        // then
        assertThat(requests).isEmpty();
    }

    @Test
    void shouldGoOnWithoutACollector() {
        // given
        BatchTraces traces = traces(1);
        collector.stop(0);
        long start = System.nanoTime();

        // when
        traces.batch(10, 8, 1, 1);
        traces.close();

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    private BatchTraces traces(double ratio) {
        return new BatchTraces(
                "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces",
                ratio,
                "fraud-scorer",
                () -> NOW);
    }
}
