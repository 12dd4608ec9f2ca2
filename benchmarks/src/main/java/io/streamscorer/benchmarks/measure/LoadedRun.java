package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.stage.ContestantProcess;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.benchmarks.stage.Jvm;
import io.streamscorer.benchmarks.stage.Pause;
import io.streamscorer.benchmarks.stage.Stage;
import io.streamscorer.benchmarks.stage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Measures rate, latency or memory of a contestant with a generator and a {@code read_committed} reader running beside it, both in the harness's process on the same
 * cores.
 *
 * <p>Topics keep half a minute, so that a run of any length needs little disk.
 *
 * @param warmUp how long the load runs, at its full rate, before it is measured
 * @param window how long it is measured
 */
public record LoadedRun(Duration warmUp, Duration window) {
    private static final Duration SLICE = Duration.ofSeconds(3);
    private static final int FEWEST_IN_SLICE = 1_000;
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private static final Map<String, String> BOUNDED = Map.of(
            "retention.ms", "30000",
            "retention.bytes", Long.toString(512L * 1024 * 1024),
            "segment.bytes", Integer.toString(32 * 1024 * 1024));

    /** What a measurement has to do with. */
    private record Parts(
            Stage stage, EventTopic events, OutputTopic output, ContestantProcess process, Visibility visibility) {
        void requireGood() {
            process.requireAlive();
            visibility.requireGood();
        }
    }

    /**
     * The rate at which predictions come while as many events are under way as are given.
     *
     * @param underWay enough to keep the contestant busy
     * @return predictions per second, in the reader's hands
     */
    public double largestRate(
            Stage stage, Contestant contestant, Jvm jvm, ContestantSettings settings, int valueBytes, long underWay) {
        return with(stage, contestant, jvm, settings, valueBytes, parts -> {
            awaitFirst(parts);
            try (Load load = Load.asFastAsAnswered(stage, parts.events, underWay, () -> parts.visibility.seen())) {
                pause(warmUp, parts, load);
                long before = parts.visibility.seen();
                long start = System.nanoTime();
                pause(window, parts, load);
                double rate = (parts.visibility.seen() - before) / ((System.nanoTime() - start) * 1e-9);
                load.requireGood();
                return rate;
            }
        });
    }

    /**
     * The latencies at a rate.
     *
     * @param rate events per second
     */
    public LatencySample atRate(
            Stage stage, Contestant contestant, Jvm jvm, ContestantSettings settings, int valueBytes, double rate) {
        return with(stage, contestant, jvm, settings, valueBytes, parts -> {
            long first = awaitFirst(parts);
            try (Load load = Load.atRate(stage, parts.events, rate)) {
                long from = System.nanoTime() + warmUp.toNanos();
                long to = from + window.toNanos();
                parts.visibility.count(from, to, slices(rate));
                pause(warmUp, parts, load);
                Usage before = parts.process.usage();
                long seenBefore = parts.visibility.seen();
                pause(window, parts, load);
                Usage after = parts.process.usage();
                long seen = Math.max(1, parts.visibility.seen() - seenBefore);
                load.stop();
                long sent = first + load.sent().events();
                Pause.until(() -> parts.visibility.seen() >= sent, INTERVAL, REST);
                parts.requireGood();
                parts.output.requireNoDeadLetters();
                long resident = parts.process.peakResidentBytes().orElse(0);
                parts.visibility.close();
                long counted = parts.visibility.counted();
                return new LatencySample(
                        rate,
                        counted,
                        Math.max(0, Math.round(rate * window.toNanos() * 1e-9) - counted - 1),
                        LatencySample.Percentiles.of(parts.visibility.sinceAppend()),
                        LatencySample.Percentiles.typicalP99(parts.visibility.sinceAppend()),
                        LatencySample.Percentiles.of(parts.visibility.sinceDue()),
                        (after.cpuNanos() - before.cpuNanos()) * 1e-3 / seen,
                        resident);
            }
        });
    }

    /** Slices of the window of about 3 s each, or one where so few events come that a slice would have no 99th percentile. */
    private int slices(double rate) {
        long slices = window.dividedBy(SLICE);
        return rate * SLICE.toSeconds() < FEWEST_IN_SLICE ? 1 : (int) Math.max(1, slices);
    }

    /**
     * The memory of the process while it takes all the load that it can, from the first answer on; the warm-up is part of it.
     *
     * @param underWay enough to keep the contestant busy
     */
    public List<MemoryPoint> memory(
            Stage stage, Contestant contestant, Jvm jvm, ContestantSettings settings, int valueBytes, long underWay) {
        return with(stage, contestant, jvm, settings, valueBytes, parts -> {
            awaitFirst(parts);
            List<MemoryPoint> points = new ArrayList<>();
            try (Load load = Load.asFastAsAnswered(stage, parts.events, underWay, () -> parts.visibility.seen())) {
                long start = System.nanoTime();
                long looks = window.dividedBy(LOOK);
                for (long look = 0; look <= looks; look++) {
                    Pause.untilNanos(start + look * LOOK.toNanos());
                    parts.requireGood();
                    load.requireGood();
                    points.add(new MemoryPoint(
                            (System.nanoTime() - start) * 1e-9,
                            parts.process.residentBytes().orElse(0),
                            parts.visibility.seen()));
                }
            }
            parts.output.requireNoDeadLetters();
            return points;
        });
    }

    private static <T> T with(
            Stage stage,
            Contestant contestant,
            Jvm jvm,
            ContestantSettings settings,
            int valueBytes,
            Function<Parts, T> measurement) {
        Map<String, String> inputTopic = new HashMap<>(BOUNDED);
        inputTopic.putAll(OutputTopic.APPEND_TIME);
        try (EventTopic events = EventTopic.create(stage, settings.workload(), settings.partitions(), inputTopic);
                OutputTopic output = OutputTopic.create(stage, settings.partitions(), BOUNDED);
                ContestantProcess process = stage.start(
                        contestant,
                        jvm,
                        settings.reading(events.name()),
                        stage.unique("latency"),
                        output.name(),
                        valueBytes);
                Visibility visibility = Visibility.start(output)) {
            try {
                return measurement.apply(new Parts(stage, events, output, process, visibility));
            } catch (IllegalStateException e) {
                throw new IllegalStateException(
                        contestant.title() + " on " + settings.workload() + ": " + e.getMessage()
                                + "\nThe end of its log:\n" + process.logTail(),
                        e);
            }
        }
    }

    private static long awaitFirst(Parts parts) {
        return Load.untilAnswered(parts.stage, parts.events, () -> {
                    parts.requireGood();
                    return parts.visibility.seen() > 0;
                })
                .events();
    }

    private static void pause(Duration duration, Parts parts, Load load) {
        Pause.untilNanos(System.nanoTime() + duration.toNanos());
        parts.requireGood();
        load.requireGood();
    }
}
