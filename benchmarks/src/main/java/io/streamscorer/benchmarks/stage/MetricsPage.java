package io.streamscorer.benchmarks.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** The scorer's page {@code /metrics}, in Prometheus' text format, asked anew for each value. Thread-safe. */
public final class MetricsPage {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    private MetricsPage(URI address) {
        this.address = address;
    }

    /** That of a scorer on the loopback address. */
    public static MetricsPage local(int port) {
        return new MetricsPage(URI.create("http://127.0.0.1:" + port + "/metrics"));
    }

    /**
     * What a meter says now, the sum over its tags.
     *
     * @param name as the page has it
     * @throws IllegalStateException if the page has no such meter
     */
    public double value(String name) {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(TIMEOUT).build();
        try {
            return value(
                    client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body()
                            .lines()
                            .toList(),
                    name);
        } catch (IOException e) {
            throw new UncheckedIOException("The scorer does not answer at " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while measuring", e);
        }
    }

    static double value(List<String> page, String name) {
        double[] values = page.stream()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        if (values.length == 0) {
            throw new IllegalStateException("The scorer's page of metrics has no " + name
                    + ". Expected it since the scorer and the benchmark are of one version: build both");
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
