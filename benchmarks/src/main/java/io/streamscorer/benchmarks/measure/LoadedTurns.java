package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures largest rates and latencies of contestants against each other with a generator and a {@code read_committed} reader running beside
 * them. All are started and stay, but only one has a load at a time, a few seconds each; the others idle. First each has the load for the warm-up. Then
 * come the rounds, each of which begins with another one. What one was sent is answered before it is the next one's turn.
 *
 * @param warmUp how long each has the load before the first round
 * @param settle the first part of a turn, which is not measured
 * @param window the rest of a turn
 * @param rounds how many turns each has
 */
public record LoadedTurns(Duration warmUp, Duration settle, Duration window, int rounds) {
    private static final int FEWEST_EVENTS = 1_000;

    /**
     * The rates at which predictions come while as many events are under way as are given.
     *
     * @param valueBytes the size of what copies write
     * @param underWay enough to keep a contestant busy
     * @return for each entry predictions per second by round
     */
    public Map<Turns.Entry, List<Double>> largestRates(
            Stage stage, List<Turns.Entry> entries, int valueBytes, long underWay) {
        Map<Turns.Entry, List<Double>> rates = new LinkedHashMap<>();
        try (Entrants entrants = Entrants.start(stage, entries, valueBytes)) {
            entrants.all().values().forEach(one -> one.takeAll(Duration.ZERO, warmUp, underWay));
            for (int round = 0; round < rounds; round++) {
                entrants.inTurn(round)
                        .forEach(one -> rates.computeIfAbsent(one.getKey(), missing -> new ArrayList<>())
                                .add(one.getValue().takeAll(settle, window, underWay)));
            }
        }
        return rates;
    }

    /**
     * The latencies at a rate. Where so few events come that a round would have no 99th percentile there is a single, long one.
     *
     * @param valueBytes the size of what copies write
     * @param rate events per second
     * @return of each entry
     */
    public Map<Turns.Entry, LatencySample> latencies(
            Stage stage, List<Turns.Entry> entries, int valueBytes, double rate) {
        if (rounds > 1 && rate * window.toNanos() * 1e-9 < FEWEST_EVENTS) {
            return new LoadedTurns(warmUp, settle, window.multipliedBy(rounds), 1)
                    .latencies(stage, entries, valueBytes, rate);
        }
        Map<Turns.Entry, LatencySample> samples = new LinkedHashMap<>();
        try (Entrants entrants = Entrants.start(stage, entries, valueBytes)) {
            entrants.all().values().forEach(one -> one.warmUp(rate, warmUp));
            for (int round = 0; round < rounds; round++) {
                entrants.inTurn(round).forEach(one -> one.getValue().follow(rate, settle, window));
            }
            entrants.all().forEach((entry, entrant) -> samples.put(entry, entrant.latencies(rate)));
        }
        return samples;
    }

    /** Those who take part, which all run. */
    private static final class Entrants implements AutoCloseable {
        private final Map<Turns.Entry, LoadedEntrant> entrants = new LinkedHashMap<>();

        static Entrants start(Stage stage, List<Turns.Entry> entries, int valueBytes) {
            Entrants all = new Entrants();
            try {
                for (Turns.Entry entry : entries) {
                    all.entrants.put(entry, LoadedEntrant.start(stage, entry, valueBytes));
                }
            } catch (RuntimeException e) {
                all.close();
                throw e;
            }
            return all;
        }

        /** In the order in which they were given. */
        Map<Turns.Entry, LoadedEntrant> all() {
            return entrants;
        }

        /** A round: each time another one is first. */
        List<Map.Entry<Turns.Entry, LoadedEntrant>> inTurn(int round) {
            List<Map.Entry<Turns.Entry, LoadedEntrant>> order = new ArrayList<>(entrants.entrySet());
            Collections.rotate(order, -round);
            return order;
        }

        @Override
        public void close() {
            RuntimeException failure = null;
            for (LoadedEntrant entrant : entrants.values()) {
                try {
                    entrant.close();
                } catch (RuntimeException e) {
                    failure = e;
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
