package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.stage.ContestantProcess;
import io.streamscorer.benchmarks.stage.Pause;
import io.streamscorer.benchmarks.stage.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A contestant with an input and an output of its own and a {@code read_committed} reader of the latter, to which a load can be given, and
 * another one once all of that is answered. Generator and reader are threads of the harness, on the same cores.
 *
 * <p>Topics keep half a minute, so that a run of any length needs little disk. One thread. Closing it ends the process and deletes the topics.
 */
final class LoadedEntrant implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(2);
    /** After which an event counts as missing. */
    private static final Duration REST = Duration.ofSeconds(10);
    /** After which those are not waited for any longer. */
    private static final Duration LONGEST_REST = Duration.ofSeconds(60);

    private static final Duration INTERVAL = Duration.ofMillis(50);

    private static final Map<String, String> BOUNDED = Map.of(
            "retention.ms", "30000",
            "retention.bytes", Long.toString(512L * 1024 * 1024),
            "segment.bytes", Integer.toString(32 * 1024 * 1024));

    private final Stage stage;
    private final String title;
    private final EventTopic events;
    private final OutputTopic output;
    private final ContestantProcess process;
    private final Visibility visibility;
    private long sent;
    private long missing;
    private long measured;
    private long cpuNanos;

    private LoadedEntrant(Stage stage, String title, EventTopic events, OutputTopic output, ContestantProcess process) {
        this.stage = stage;
        this.title = title;
        this.events = events;
        this.output = output;
        this.process = process;
        this.visibility = Visibility.start(output);
    }

    /**
     * Starts it, and returns when the first event is answered, so that what waits for a starting contestant is no part of a load. The caller
     * closes it.
     *
     * @param valueBytes the size of what a copy writes
     */
    static LoadedEntrant start(Stage stage, Turns.Entry entry, int valueBytes) {
        Map<String, String> inputTopic = new HashMap<>(BOUNDED);
        inputTopic.putAll(OutputTopic.APPEND_TIME);
        EventTopic events = EventTopic.create(
                stage, entry.settings().workload(), entry.settings().partitions(), inputTopic);
        OutputTopic output = OutputTopic.create(stage, entry.settings().partitions(), BOUNDED);
        ContestantProcess process = stage.start(
                entry.contestant(),
                entry.jvm(),
                entry.settings().reading(events.name()),
                stage.unique("loaded"),
                output.name(),
                valueBytes);
        LoadedEntrant entrant = new LoadedEntrant(
                stage, entry.title() + " on " + entry.settings().workload(), events, output, process);
        try {
            entrant.awaitFirst();
        } catch (RuntimeException e) {
            entrant.close();
            throw e;
        }
        return entrant;
    }

    private void awaitFirst() {
        tellingTheLog(() -> {
            sent = Load.untilAnswered(stage, events, () -> {
                        process.requireAlive();
                        visibility.requireGood();
                        return visibility.seen() > 0;
                    })
                    .events();
            // The first time connects.
            return process.usage();
        });
    }

    /**
     * Takes all that it can.
     *
     * @param settle how long before it is measured
     * @param window how long it is measured
     * @param underWay how many events are without an answer at any time, enough to keep it busy
     * @return predictions per second, in the reader's hands
     */
    double takeAll(Duration settle, Duration window, long underWay) {
        return under(allItTakes(underWay), load -> {
            pause(settle, load);
            long before = visibility.seen();
            long start = System.nanoTime();
            pause(window, load);
            return (visibility.seen() - before) / ((System.nanoTime() - start) * 1e-9);
        });
    }

    /**
     * Answers events at a rate, and counts the latencies of those that are due in a window; processor time and missing predictions are of the whole turn.
     *
     * @param rate events per second
     * @param settle how long before the window
     */
    void follow(double rate, Duration settle, Duration window) {
        long sentBefore = sent;
        // Not within the window: asking costs the contestant some milliseconds.
        long cpuBefore = process.usage().cpuNanos();
        under(() -> Load.atRate(stage, events, rate), load -> {
            long from = System.nanoTime() + settle.toNanos();
            visibility.count(from, from + window.toNanos());
            pause(settle.plus(window), load);
            return load;
        });
        cpuNanos += process.usage().cpuNanos() - cpuBefore;
        measured += sent - sentBefore;
    }

    /** Answers events at a rate without being measured. */
    void warmUp(double rate, Duration duration) {
        under(() -> Load.atRate(stage, events, rate), load -> {
            pause(duration, load);
            return load;
        });
    }

    /**
     * The memory of the process while it takes all that it can.
     *
     * @param underWay as with {@link #takeAll}
     */
    List<MemoryPoint> memory(Duration watch, long underWay) {
        return under(allItTakes(underWay), load -> {
            List<MemoryPoint> points = new ArrayList<>();
            long start = System.nanoTime();
            long looks = watch.dividedBy(LOOK);
            for (long look = 0; look <= looks; look++) {
                Pause.untilNanos(start + look * LOOK.toNanos());
                requireGood(load);
                points.add(new MemoryPoint(
                        (System.nanoTime() - start) * 1e-9,
                        process.residentBytes().orElse(0),
                        visibility.seen()));
            }
            return points;
        });
    }

    /** The latencies of all windows. The last call but {@link #close}. */
    LatencySample latencies(double rate) {
        long resident = process.peakResidentBytes().orElse(0);
        visibility.close();
        return LatencySample.of(rate, missing, visibility.windows(), cpuNanos * 1e-3 / Math.max(1, measured), resident);
    }

    private Supplier<Load> allItTakes(long underWay) {
        long before = visibility.seen();
        return () -> Load.asFastAsAnswered(stage, events, underWay, () -> visibility.seen() - before);
    }

    /** Does something under a load, and waits for the last answers. */
    private <T> T under(Supplier<Load> loads, Function<Load, T> work) {
        return tellingTheLog(() -> {
            try (Load load = loads.get()) {
                T result = work.apply(load);
                load.stop();
                sent += load.sent().events();
                awaitAnswers(load);
                output.requireNoDeadLetters();
                return result;
            }
        });
    }

    private void awaitAnswers(Load load) {
        BooleanSupplier answered = () -> {
            requireGood(load);
            return visibility.seen() >= sent;
        };
        if (!Pause.until(answered, INTERVAL, REST)) {
            missing += Math.max(0, sent - visibility.seen());
            if (!Pause.until(answered, INTERVAL, LONGEST_REST)) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT,
                        "%,d of %,d events have no prediction %d s after the last of them",
                        sent - visibility.seen(),
                        sent,
                        REST.plus(LONGEST_REST).toSeconds()));
            }
        }
    }

    private void pause(Duration duration, Load load) {
        Pause.untilNanos(System.nanoTime() + duration.toNanos());
        requireGood(load);
    }

    private void requireGood(Load load) {
        process.requireAlive();
        visibility.requireGood();
        load.requireGood();
    }

    private <T> T tellingTheLog(Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    title + ": " + e.getMessage() + "\nThe end of its log:\n" + process.logTail(), e);
        }
    }

    @Override
    public void close() {
        try (events;
                output;
                process;
                visibility) {
            // Closed from the last to the first.
        }
    }
}
