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
        entries.forEach(entry -> rates.put(entry, new ArrayList<>()));
        try (Entrants entrants = Entrants.start(stage, entries, valueBytes)) {
            entrants.inOrder().forEach(one -> one.getValue().takeAll(Duration.ZERO, warmUp, underWay));
            for (int round = 0; round < rounds; round++) {
                entrants.inTurn()
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
            entrants.inOrder().forEach(one -> one.getValue().warmUp(rate, warmUp));
            for (int round = 0; round < rounds; round++) {
                entrants.inTurn().forEach(one -> one.getValue().follow(rate, settle, window));
            }
            entries.forEach(entry -> samples.put(entry, entrants.of(entry).latencies(rate)));
        }
        return samples;
    }

    /** Those who take part, which all run. */
    private static final class Entrants implements AutoCloseable {
        private final Map<Turns.Entry, LoadedEntrant> entrants = new LinkedHashMap<>();
        private final List<Turns.Entry> order = new ArrayList<>();

        static Entrants start(Stage stage, List<Turns.Entry> entries, int valueBytes) {
            Entrants all = new Entrants();
            try {
                for (Turns.Entry entry : entries) {
                    all.entrants.put(entry, LoadedEntrant.start(stage, entry, valueBytes));
                    all.order.add(entry);
                }
            } catch (RuntimeException e) {
                all.close();
                throw e;
            }
            return all;
        }

        LoadedEntrant of(Turns.Entry entry) {
            LoadedEntrant entrant = entrants.get(entry);
            if (entrant == null) {
                throw new IllegalArgumentException(entry.title() + " does not take part");
            }
            return entrant;
        }

        /** In the order in which they were given. */
        List<Map.Entry<Turns.Entry, LoadedEntrant>> inOrder() {
            return List.copyOf(entrants.entrySet());
        }

        /** A round: each time another one is first. */
        List<Map.Entry<Turns.Entry, LoadedEntrant>> inTurn() {
            List<Map.Entry<Turns.Entry, LoadedEntrant>> round =
                    order.stream().map(entry -> Map.entry(entry, of(entry))).toList();
            Collections.rotate(order, -1);
            return round;
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
