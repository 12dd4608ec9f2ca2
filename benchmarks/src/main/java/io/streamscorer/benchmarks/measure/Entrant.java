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
import java.util.Optional;

/**
 * A contestant at work on a topic that was filled before: one or more processes in a new group, which read from the beginning, and the
 * topic that they write to, which keeps its last 256 MB per partition. One thread. Closing it ends the processes and deletes the topic.
 */
final class Entrant implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofMillis(800);
    private static final Duration SHORTEST_WINDOW = Duration.ofMillis(200);
    private static final long OUTPUT_BYTES = 256L << 20;

    private final String title;
    private final EventTopic events;
    private final OutputTopic output;
    private final List<ContestantProcess> processes = new ArrayList<>();

    private Entrant(String title, EventTopic events, OutputTopic output) {
        this.title = title;
        this.events = events;
        this.output = output;
    }

    /**
     * Starts the processes. The caller closes it.
     *
     * @param instances how many processes share the input
     * @param valueBytes the size of what a copy writes
     */
    static Entrant start(
            Stage stage,
            EventTopic events,
            Contestant contestant,
            Jvm jvm,
            ContestantSettings settings,
            int instances,
            int valueBytes) {
        Map<String, String> topic = new HashMap<>(OutputTopic.APPEND_TIME);
        topic.put("retention.bytes", Long.toString(OUTPUT_BYTES));
        OutputTopic output = OutputTopic.create(stage, settings.partitions(), topic);
        Entrant entrant = new Entrant(contestant.title() + " on " + settings.workload(), events, output);
        String application = stage.unique("throughput");
        try {
            for (int i = 0; i < instances; i++) {
                entrant.processes.add(stage.start(contestant, jvm, settings, application, output.name(), valueBytes));
            }
        } catch (RuntimeException e) {
            entrant.close();
            throw e;
        }
        return entrant;
    }

    /**
     * Waits for the first output.
     *
     * @throws IllegalStateException if there is none in time
     */
    void awaitFirst() {
        boolean begun = Pause.until(
                () -> {
                    processes.forEach(ContestantProcess::requireAlive);
                    return output.end() > 0;
                },
                INTERVAL,
                START_TIMEOUT);
        if (!begun) {
            throw failure("No output within " + START_TIMEOUT.toSeconds() + " s");
        }
    }

    /** Works for some time, or until the output has reached a part of the input. */
    void work(Duration time, double partOfInput) {
        Pause.until(() -> hasDone(partOfInput), INTERVAL, time);
    }

    /** Whether the output has reached a part of the input. */
    boolean hasDone(double partOfInput) {
        return output.end() >= events.records() * partOfInput;
    }

    /** Stops the processes where they are, by SIGSTOP. */
    void suspend() {
        processes.forEach(ContestantProcess::suspend);
    }

    /** Lets the processes go on. */
    void resume() {
        processes.forEach(ContestantProcess::resume);
    }

    /**
     * Counts the records that are appended to the output, by the broker's own time of appending.
     *
     * @param round the number that the sample gets
     * @param window how long; less where the input ends before
     * @return what was counted, or nothing where the input ended so soon that it tells nothing
     */
    Optional<ThroughputSample> measure(int round, Duration window) {
        List<Usage> before = processes.stream().map(ContestantProcess::usage).toList();
        long from = System.currentTimeMillis();
        awaitEnd(window);
        long to = Math.min(System.currentTimeMillis(), output.lastAppend() + 1);
        List<Usage> after = processes.stream().map(ContestantProcess::usage).toList();
        if (to - from < SHORTEST_WINDOW.toMillis()) {
            return Optional.empty();
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
        return Optional.of(new ThroughputSample(
                round,
                records / seconds,
                records,
                seconds,
                cpuNanos * 1e-3 / records,
                allocated / records,
                collectionMillis / (to - from) * 100,
                resident));
    }

    /** Waits until the window is over or nothing is left to be done. */
    private void awaitEnd(Duration window) {
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
            boolean usedUp = end >= events.records() && now - lastChange > IDLE.toNanos();
            if (now - start >= window.toNanos() || usedUp) {
                return;
            }
            processes.forEach(ContestantProcess::requireAlive);
            Pause.untilNanos(Math.min(now + INTERVAL.toNanos(), start + window.toNanos()));
        }
    }

    /** What happened, with the contestant's name and the end of its log. */
    IllegalStateException failure(String what) {
        return new IllegalStateException(title + ": " + what
                + (processes.isEmpty()
                        ? ""
                        : "\nThe end of its log:\n" + processes.get(0).logTail()));
    }

    /**
     * Does nothing while there are no dead letters.
     *
     * @throws IllegalStateException if there are
     */
    void requireNoDeadLetters() {
        long deadLetters = output.deadLetters();
        if (deadLetters > 0) {
            throw failure(deadLetters + " events ended as dead letters: the workload is broken");
        }
    }

    /** Ends the processes at once; the topic stays. */
    void kill() {
        processes.forEach(ContestantProcess::kill);
        processes.clear();
    }

    @Override
    public void close() {
        processes.forEach(ContestantProcess::close);
        output.close();
    }
}
