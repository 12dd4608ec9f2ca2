package io.streamscorer.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients can send that no probe and no scraper sends; on a socket, since a client's library would not send it. */
class HostileClientsTest {
    private static final String END = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    /** What the system's buffers for sockets hold at both ends, which a client can send though nobody reads. */
    private static final long BUFFERED_BYTES = 16 << 20;

    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);

    /** The server's 10 s, and as much again for a slow machine. */
    private static final Duration TIME_OUT = Duration.ofSeconds(20);

    private final List<Socket> sockets = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private HealthServer server;

    @BeforeEach
    void start() {
        server = HealthServer.start(
                "127.0.0.1", 0, () -> new Readiness(true, new TreeMap<>()), () -> "scorer_process_ready 1.0\n");
    }

    @AfterEach
    void stop() throws IOException {
        clock.shutdownNow();
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout((int) TIME_OUT.toMillis());
        sockets.add(socket);
        return socket;
    }

    /** Sends bytes as they are, and reads what comes until the server closes; what it read before a reset is lost. */
    private String raw(String request) throws IOException {
        Socket socket = connect();
        try {
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether a probe is answered in time. */
    private boolean answersAProbe() throws IOException {
        Socket socket = connect();
        socket.setSoTimeout((int) PROBE_TIMEOUT.toMillis());
        try {
            socket.getOutputStream().write(("GET /health/live" + END).getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII).startsWith("HTTP/1.1 200 ");
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the server closes within this time. */
    private static boolean isClosed(Socket socket, Duration within) {
        try {
            socket.setSoTimeout((int) within.toMillis());
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whether the server closes all of them in time; the first that it does not is waited for, and no other. */
    private static boolean allClosed(List<Socket> sockets) {
        return sockets.stream().allMatch(socket -> isClosed(socket, TIME_OUT));
    }

    /** How many bytes can be sent before the server closes, up to a limit. */
    private long sent(Socket socket, String start, String more, long limit) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(start.getBytes(US_ASCII));
        byte[] block = more.repeat(8192 / more.length()).getBytes(US_ASCII);
        long sent = 0;
        try {
            while (sent < limit) {
                out.write(block);
                sent += block.length;
            }
        } catch (IOException e) {
            return sent;
        }
        return sent;
    }

    /** Threads that read a request at this moment. */
    private static long readingThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().startsWith("http-"))
                .filter(entry -> Arrays.stream(entry.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("sun.net.httpserver.Request")))
                .count();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/health",
                "/health/",
                "/health/live/",
                "/metrics/../etc/passwd",
                "/../../etc/passwd",
                "/%2e%2e/etc/passwd",
                "/..%2f..%2fetc%2fpasswd",
                "/%252e%252e/etc/passwd",
                "/metrics/%2e%2e/health/live",
                "/health%2flive",
                "/metrics%00",
                "/metrics;a=b",
                "/METRICS",
                "//metrics",
                "/./metrics",
                "file:///etc/passwd"
            })
    void shouldFindNothingElse(String path) throws Exception {
        // given a server

        // when
        String response = raw("GET " + path + END);

        // then
        assertThat(response).startsWith("HTTP/1.1 404 ").doesNotContain("root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/..\\..\\etc\\passwd", "/%zz", "/a b", "/%c0%ae%c0%ae/x\u0001", "mailto:x", "*"})
    void shouldServeNothingForWhatIsNoPath(String path) throws Exception {
        // given a server

        // when
        String response = raw("GET " + path + END);

        // then: refused or cut off
        assertThat(response).doesNotContain("HTTP/1.1 200 ", "root:");
        assertThat(answersAProbe()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get", "PROPFIND", "DROP"})
    void shouldRefuseOtherMethods(String method) throws Exception {
        // given a server

        // when
        String response =
                raw(method + " /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

        // then
        assertThat(response).startsWith("HTTP/1.1 405 ").contains("Allow: GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /metrics?",
                "GET /metrics HTTP/1.1\r\nHost: x\r\nX: ",
                "GET /metrics HTTP/1.1\r\nHost: x\r\nX: y\r\nX",
                "A"
            })
    void shouldCutOffARequestWithoutEnd(String start) throws Exception {
        // given
        long limit = 4 * BUFFERED_BYTES;

        // when
        long sent = sent(connect(), start, "x", limit);

        // then
        assertThat(sent).isLessThan(BUFFERED_BYTES);
        assertThat(answersAProbe()).isTrue();
    }

    @Test
    void shouldCutOffHeadersWithoutEnd() throws Exception {
        // given
        String start = "GET /metrics HTTP/1.1\r\nHost: x\r\n";

        // when
        long sent = sent(connect(), start, "X: 123\r\n", 4 * BUFFERED_BYTES);

        // then
        assertThat(sent).isLessThan(BUFFERED_BYTES);
        assertThat(answersAProbe()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 10000000000", "Transfer-Encoding: chunked"})
    void shouldNotReadABody(String length) throws Exception {
        // given
        String start = "POST /metrics HTTP/1.1\r\nHost: x\r\n" + length + "\r\n\r\n";

        // when: a chunk of 4 bytes, again and again, or as many bytes
        long sent = sent(connect(), start, "4\r\nabc\n\r\n", 4 * BUFFERED_BYTES);

        // then
        assertThat(sent).isLessThan(BUFFERED_BYTES);
        assertThat(answersAProbe()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /metrics?%s", "GET /metrics HTTP/1.1\r\nX: %s", "%s /metrics"})
    void shouldRefuseAHeadOfMoreThanSixteenKilobytes(String head) throws Exception {
        // given
        String end = head.contains("HTTP") ? "\r\n\r\n" : END;

        // when
        String large = raw(head.replace("%s", "x".repeat(20_000)) + end);

        // then
        assertThat(large).isEmpty();
        assertThat(raw("GET /metrics?" + "x".repeat(10_000) + END)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource({"90,true", "110,false"})
    void shouldAnswerAHundredHeadersAtMost(int headers, boolean answered) throws Exception {
        // given
        String names = IntStream.range(0, headers)
                .mapToObj(number -> "X" + number + ": y\r\n")
                .collect(Collectors.joining());
        String request = "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + names + "\r\n";

        // when
        String response = raw(request);

        // then
        assertThat(response.startsWith("HTTP/1.1 200 ")).as(response).isEqualTo(answered);
    }

    @Test
    void shouldAnswerProbesWhileManyClientsAreSlow() throws Exception {
        // given: each sends a byte a second
        for (int i = 0; i < 100; i++) {
            Socket socket = connect();
            socket.getOutputStream().write("GET /health/li".getBytes(US_ASCII));
        }
        List<Socket> slow = List.copyOf(sockets);
        clock.scheduleAtFixedRate(() -> drip(slow), 1, 1, TimeUnit.SECONDS);

        // when
        List<Boolean> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(answersAProbe());
        }

        // then: all probes are answered, and all slow clients are cut off though they go on sending
        assertThat(answers).containsOnly(true);
        assertThat(allClosed(slow)).isTrue();
        awaitNoReadingThread();
    }

    /** A thread ends a moment after its connection. */
    private void awaitNoReadingThread() throws InterruptedException {
        long start = System.nanoTime();
        while (readingThreads() > 0 && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(readingThreads()).isZero();
    }

    private static void drip(List<Socket> slow) {
        for (Socket socket : slow) {
            try {
                socket.getOutputStream().write('v');
            } catch (IOException e) {
                // Cut off, as it should be: the test sees it where it reads.
                continue;
            }
        }
    }

    @Test
    void shouldHoldABoundedNumberOfIdleConnectionsForABoundedTime() throws Exception {
        // given
        long start = System.nanoTime();
        for (int i = 0; i < 300; i++) {
            connect();
        }
        List<Socket> idle = List.copyOf(sockets);

        // when
        long held = idle.stream()
                .filter(socket -> !isClosed(socket, Duration.ofMillis(10)))
                .count();

        // then: some are closed at once, the others when the time is over
        assertThat(held).isBetween(1L, 200L);
        assertThat(allClosed(idle)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIME_OUT);
        assertThat(answersAProbe()).isTrue();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldListenOnTheAddressThatIsSetAlone() throws Exception {
        // given: all of 127.0.0.0/8 is this machine on Linux
        InetSocketAddress other = new InetSocketAddress(InetAddress.getByName("127.0.0.2"), server.port());

        // when / then
        try (Socket socket = new Socket()) {
            assertThatThrownBy(() -> socket.connect(other, 1_000)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldListenOnAllAddressesWhenToldTo() throws Exception {
        // given
        try (HealthServer everywhere =
                HealthServer.start("0.0.0.0", 0, () -> new Readiness(true, new TreeMap<>()), () -> "")) {

            // when
            try (Socket socket = new Socket("127.0.0.2", everywhere.port());
                    InputStream in = socket.getInputStream()) {
                socket.getOutputStream().write(("GET /health/live" + END).getBytes(US_ASCII));

                // then
                assertThat(new String(in.readAllBytes(), US_ASCII)).startsWith("HTTP/1.1 200 ");
            }
        }
    }
}
