package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.benchmarks.stage.Jvm;
import io.streamscorer.benchmarks.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Measures contestants against each other on a machine whose speed changes from minute to minute: all of them are started and stay, but
 * only one runs at a time, a few seconds each, while the others are suspended. So each is measured again and again, warm, and within seconds
 * of the others.
 *
 * <p>What a JVM's compiler makes of a program differs from one start to the next, so there are several heats, each with new processes. All read
 * the same topic, each in its own group. Each gets turns until it has run for {@code warmUp}, or has done half of the input;
 * then the rounds begin. Each round begins with another one. Who comes to the end of the input drops out.
 *
 * @param warmUp how long each runs before the first round
 * @param settle the first part of a turn, which is not measured
 * @param window the rest of a turn
 * @param heats how often all are started anew
 * @param rounds how many turns of each are measured in a heat
 */
public record Turns(Duration warmUp, Duration settle, Duration window, int heats, int rounds) {
    private static final double WARM_UP_PART = 0.5;

    /** What a process that is suspended for a minute needs so as not to lose its partitions and its transaction. */
    private static final Map<String, String> PATIENCE =
            Map.of("main.consumer.session.timeout.ms", "120000", "producer.transaction.timeout.ms", "120000");

    /**
     * One who takes part.
     *
     * @param title unique
     * @param jvm the JVM that it runs in
     * @param settings what it is told
     */
    public record Entry(String title, Contestant contestant, Jvm jvm, ContestantSettings settings) {}

    /**
     * Measures.
     *
     * @param valueBytes the size of what copies write
     * @param progress told each entry's sample
     * @return for each entry its samples, one for each round that it took part in
     */
    public Map<Entry, List<ThroughputSample>> run(
            Stage stage,
            EventTopic events,
            List<Entry> entries,
            int valueBytes,
            BiConsumer<Entry, ThroughputSample> progress) {
        Map<Entry, List<ThroughputSample>> samples = new LinkedHashMap<>();
        entries.forEach(entry -> samples.put(entry, new ArrayList<>()));
        for (int heat = 0; heat < heats; heat++) {
            heat(stage, events, entries, valueBytes, heat * rounds, (entry, sample) -> {
                samples.computeIfAbsent(entry, missing -> new ArrayList<>()).add(sample);
                progress.accept(entry, sample);
            });
        }
        return samples;
    }

    private void heat(
            Stage stage,
            EventTopic events,
            List<Entry> entries,
            int valueBytes,
            int firstRound,
            BiConsumer<Entry, ThroughputSample> progress) {
        Map<Entry, Entrant> entrants = new LinkedHashMap<>();
        try {
            for (Entry entry : entries) {
                ContestantSettings settings = entry.settings().with(PATIENCE);
                Entrant entrant =
                        Entrant.start(stage, events, entry.contestant(), entry.jvm(), settings, 1, valueBytes);
                entrants.put(entry, entrant);
                entrant.awaitFirst();
                entrant.suspend();
            }
            warmUp(entrants.values().stream().toList());
            measure(entrants, firstRound, progress);
            entrants.values().forEach(Entrant::requireNoDeadLetters);
        } finally {
            entrants.values().forEach(Entrant::kill);
            entrants.values().forEach(Entrant::close);
        }
    }

    private void warmUp(List<Entrant> entrants) {
        Duration turn = settle.plus(window);
        long turns = (warmUp.toMillis() + turn.toMillis() - 1) / turn.toMillis();
        for (long i = 0; i < turns; i++) {
            for (Entrant entrant : entrants) {
                if (!entrant.hasDone(WARM_UP_PART)) {
                    entrant.resume();
                    entrant.work(turn, WARM_UP_PART);
                    entrant.suspend();
                }
            }
        }
    }

    private void measure(Map<Entry, Entrant> entrants, int firstRound, BiConsumer<Entry, ThroughputSample> progress) {
        List<Map.Entry<Entry, Entrant>> order = new ArrayList<>(entrants.entrySet());
        for (int round = firstRound; round < firstRound + rounds; round++) {
            for (Map.Entry<Entry, Entrant> one : order) {
                Entrant entrant = one.getValue();
                if (entrant.hasDone(1)) {
                    continue;
                }
                entrant.resume();
                entrant.work(settle, 1);
                if (!entrant.hasDone(1)) {
                    Optional<ThroughputSample> sample = entrant.measure(round, window);
                    if (!entrant.hasDone(1)) {
                        sample.ifPresent(counted -> progress.accept(one.getKey(), counted));
                    }
                }
                entrant.suspend();
            }
            Collections.rotate(order, -1);
        }
    }
}
