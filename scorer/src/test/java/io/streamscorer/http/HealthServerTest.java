package io.streamscorer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.SetupException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {
    private final AtomicReference<Readiness> readiness = new AtomicReference<>(new Readiness(true, new TreeMap<>()));
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private HealthServer server;

    @BeforeEach
    void start() {
        server = HealthServer.start("127.0.0.1", 0, readiness::get, () -> {
            if (failure.get() != null) {
                throw failure.get();
            }
            return "scorer_process_ready 1.0\n";
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> request(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldBeLive() throws Exception {
        // given a server

        // when
        HttpResponse<String> response = request("GET", "/health/live");

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("live\n");
    }

    @Test
    void shouldSayWhyItIsNotReady() throws Exception {
        // given
        readiness.set(
                new Readiness(false, new TreeMap<>(Map.of("registry", "away for \"5\" s\n\u00e9", "model", "loaded"))));

        // when
        HttpResponse<String> response = request("GET", "/health/ready");

        // then
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .isEqualTo(
                        "{\"ready\":false,\"details\":{\"model\":\"loaded\",\"registry\":\"away for \\\"5\\\" s\\u000a\u00e9\"}}\n");
    }

    @Test
    void shouldBeReady() throws Exception {
        // given a ready process

        // when
        HttpResponse<String> response = request("GET", "/health/ready?verbose");

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"ready\":true,\"details\":{}}\n");
    }

    @Test
    void shouldGivePrometheusTheMeters() throws Exception {
        // given a server

        // when
        HttpResponse<String> response = request("GET", "/metrics");

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body()).isEqualTo("scorer_process_ready 1.0\n");
    }

    @Test
    void shouldListWhatThereIs() throws Exception {
        // given a server

        // when
        HttpResponse<String> response = request("GET", "/");

        // then
        assertThat(response.body()).contains("/health/live", "/health/ready", "/metrics");
    }

    @Test
    void shouldAnswerAHeadWithoutBody() throws Exception {
        // given a server

        // when
        HttpResponse<String> response = request("HEAD", "/health/ready");

        // then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void shouldSayThatAnsweringFailed() throws Exception {
        // given
        failure.set(new IllegalStateException("no meters"));

        // when
        HttpResponse<String> response = request("GET", "/metrics");

        // then
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("no meters");
        assertThat(request("GET", "/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldSayThatThePortIsTaken() {
        // given
        int port = server.port();

        // when
        assertThatThrownBy(() -> HealthServer.start("127.0.0.1", port, readiness::get, () -> ""))
                // then
                .isInstanceOf(SetupException.class)
                .hasMessage("http.port: expected a free port, but port " + port
                        + " on 127.0.0.1 cannot be taken (Address already in use)."
                        + " Stop the process that has it, or set http.port to another port, or to 0 for any free one.");
    }

    @Test
    void shouldSayThatTheHostIsUnknown() {
        // given
        String host = "no host";

        // when
        assertThatThrownBy(() -> HealthServer.start(host, 0, readiness::get, () -> ""))
                // then
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("http.host: expected an address of this machine, is 'no host'");
    }

    @Test
    void shouldNotListenOnceClosed() {
        // given
        server.close();

        // when
        assertThatThrownBy(() -> request("GET", "/"))
                // then
                .isInstanceOf(ConnectException.class);
    }
}
