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
import java.util.List;

/**
 * Measures how fast a contestant works through a topic that was filled before.
 *
 * <p>The contestant is started anew, in a new group, and reads from the beginning. From its first output on it gets {@code warmUp} for the
 * JVM's compiler, or less where it has done half of the input by then; the records appended to its output in the {@code window} after that are counted, by the broker's own time of appending, or
 * those until its last where it comes to the end of the input before. Nothing else runs but the broker, the idle registry, and the harness,
 * which asks the broker for offsets ten times a second.
 *
 * @param warmUp how long it runs before it is measured
 * @param window how long it is measured
 */
public record ThroughputRun(Duration warmUp, Duration window) {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofMillis(800);
    private static final Duration SHORTEST_WINDOW = Duration.ofMillis(200);

    /**
     * Measures once.
     *
     * @param instances how many processes share the input
     * @param valueBytes the size of what a copy writes
     */
    public ThroughputSample run(
            Stage stage,
            EventTopic events,
            Contestant contestant,
            Jvm jvm,
            ContestantSettings settings,
            int instances,
            int valueBytes) {
        String application = stage.unique("throughput");
        List<ContestantProcess> processes = new ArrayList<>();
        try (OutputTopic output = OutputTopic.create(stage, settings.partitions(), OutputTopic.APPEND_TIME)) {
            try {
                for (int i = 0; i < instances; i++) {
                    processes.add(stage.start(contestant, jvm, settings, application, output.name(), valueBytes));
                }
                ThroughputSample sample = measure(output, events, processes);
                output.requireNoDeadLetters();
                return sample;
            } catch (IllegalStateException e) {
                throw new IllegalStateException(
                        contestant.title() + " on " + settings.workload() + ": " + e.getMessage()
                                + (processes.isEmpty()
                                        ? ""
                                        : "\nThe end of its log:\n"
                                                + processes.get(0).logTail()),
                        e);
            } finally {
                processes.forEach(ContestantProcess::close);
            }
        }
    }

    private ThroughputSample measure(OutputTopic output, EventTopic events, List<ContestantProcess> processes) {
        awaitFirst(output, processes);
        // Half of the input at most, so that something is left to be measured however fast the contestant is.
        Pause.until(() -> output.end() >= events.records() / 2, INTERVAL, warmUp);
        long from = System.currentTimeMillis();
        List<Usage> before = processes.stream().map(ContestantProcess::usage).toList();
        awaitEnd(output, events.records(), processes);
        long to = Math.min(System.currentTimeMillis(), output.lastAppend() + 1);
        List<Usage> after = processes.stream().map(ContestantProcess::usage).toList();
        if (to - from < SHORTEST_WINDOW.toMillis()) {
            throw new IllegalStateException("The input of " + events.records()
                    + " events was used up during the warm-up. Give it more, or" + " shorten the warm-up");
        }
        long records = output.count(from, to);
        double cpuNanos = 0;
        double allocated = 0;
        double collectionMillis = 0;
        long resident = 0;
        for (int i = 0; i < processes.size(); i++) {
            cpuNanos += after.get(i).cpuNanos() - before.get(i).cpuNanos();
            allocated += after.get(i).allocatedSince(before.get(i));
            collectionMillis += after.get(i).collectionMillis() - before.get(i).collectionMillis();
            resident += processes.get(i).peakResidentBytes().orElse(0);
        }
        double seconds = (to - from) * 1e-3;
        return new ThroughputSample(
                records / seconds,
                records,
                seconds,
                cpuNanos * 1e-3 / records,
                allocated / records,
                collectionMillis / (to - from) * 100,
                resident);
    }

    private static void awaitFirst(OutputTopic output, List<ContestantProcess> processes) {
        boolean begun = Pause.until(
                () -> {
                    processes.forEach(ContestantProcess::requireAlive);
                    return output.end() > 0;
                },
                INTERVAL,
                START_TIMEOUT);
        if (!begun) {
            throw new IllegalStateException("No output within " + START_TIMEOUT.toSeconds() + " s");
        }
    }

    /** Waits until the window is over or nothing is left to be done. */
    private void awaitEnd(OutputTopic output, long records, List<ContestantProcess> processes) {
        long start = System.nanoTime();
        long last = -1;
        long lastChange = start;
        while (true) {
            long now = System.nanoTime();
            long end = output.end();
            if (end != last) {
                last = end;
                lastChange = now;
            }
            boolean usedUp = end >= records && now - lastChange > IDLE.toNanos();
            if (now - start >= window.toNanos() || usedUp) {
                return;
            }
            processes.forEach(ContestantProcess::requireAlive);
            Pause.untilNanos(Math.min(now + INTERVAL.toNanos(), start + window.toNanos()));
        }
    }
}
