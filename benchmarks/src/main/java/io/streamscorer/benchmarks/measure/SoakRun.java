package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.stage.ContestantProcess;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.benchmarks.stage.Jvm;
import io.streamscorer.benchmarks.stage.MetricsPage;
import io.streamscorer.benchmarks.stage.Pause;
import io.streamscorer.benchmarks.stage.Stage;
import io.streamscorer.benchmarks.stage.Vitals;
import io.streamscorer.sandbox.ports.FreePorts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Watches the scorer's process for a long time under a load that changes. A few events are broken, so that dead letters are written too. Topics
 * keep a minute, so that a run of any length needs little disk.
 *
 * @param load what the generator sends
 * @param interval how often the process is looked at
 */
public record SoakRun(LoadCurve load, Duration interval) {
    /** How many of {@link io.streamscorer.benchmarks.workload.Workload#DISTINCT_EVENTS} are broken: one in a thousand. */
    private static final int BROKEN = 5;

    private static final Duration LATEST_ANSWER = Duration.ofSeconds(90);
    private static final Duration LATEST_DOUBLE = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final String TENSORS = "scorer_native_tensors";

    private static final Map<String, String> BOUNDED = Map.of(
            "retention.ms", "60000",
            "retention.bytes", Long.toString(1L << 30),
            "segment.bytes", Integer.toString(32 << 20));

    /**
     * What was seen.
     *
     * @param samples in the order of time
     */
    public record Course(List<SoakSample> samples, SoakTally tally) {
        public Course {
            samples = List.copyOf(samples);
        }
    }

    /** What a soak has to do with. */
    private record Parts(Load load, Answers answers, ContestantProcess process, MetricsPage metrics, Load.Sent first) {
        void requireGood() {
            process.requireAlive();
            answers.requireGood();
            load.requireGood();
        }

        long sent() {
            return first.events() + load.sent().events();
        }
    }

    /**
     * Runs it.
     *
     * @param settings of the scorer; where they name the input, another topic takes its place
     * @param progress told each sample
     * @throws IllegalStateException if the process ends, or an event can not be sent or read
     */
    public Course run(Stage stage, Jvm jvm, ContestantSettings settings, Consumer<SoakSample> progress) {
        Map<String, String> inputTopic = new HashMap<>(BOUNDED);
        inputTopic.putAll(OutputTopic.APPEND_TIME);
        int port = FreePorts.one();
        try (EventTopic events =
                        EventTopic.create(stage, settings.workload(), settings.partitions(), inputTopic, BROKEN);
                OutputTopic output = OutputTopic.create(stage, settings.partitions(), BOUNDED, BOUNDED);
                ContestantProcess process = stage.start(
                        Contestant.SCORER,
                        jvm,
                        settings.reading(events.name()).with("http.port", Integer.toString(port)),
                        stage.unique("soak"),
                        output.name(),
                        0);
                Answers answers = Answers.start(output)) {
            try {
                Load.Sent first = Load.untilAnswered(stage, events, () -> {
                    process.requireAlive();
                    answers.requireGood();
                    return answers.predictions() > 0;
                });
                try (Load sending = Load.along(stage, events, load)) {
                    Parts parts = new Parts(sending, answers, process, MetricsPage.local(port), first);
                    List<SoakSample> samples = watch(parts, progress);
                    return new Course(samples, finish(parts, events));
                }
            } catch (IllegalStateException e) {
                throw new IllegalStateException(
                        "The soak on " + settings.workload() + ": " + e.getMessage()
                                + "\nThe end of the scorer's log:\n" + process.logTail(),
                        e);
            }
        }
    }

    private List<SoakSample> watch(Parts parts, Consumer<SoakSample> progress) {
        List<SoakSample> samples = new ArrayList<>();
        long start = System.nanoTime();
        long looks = Math.round(load.seconds() * 1e9 / interval.toNanos());
        long sentBefore = 0;
        long predictionsBefore = parts.answers.predictions();
        long before = start;
        for (long look = 1; look <= looks; look++) {
            Pause.untilNanos(start + look * interval.toNanos());
            parts.requireGood();
            long now = System.nanoTime();
            double seconds = (now - before) * 1e-9;
            long answered = parts.answers.count();
            long sent = parts.load.sent().events();
            long predictions = parts.answers.predictions();
            Vitals vitals = parts.process.vitals();
            SoakSample sample = new SoakSample(
                    (now - start) * 1e-9,
                    vitals.residentBytes(),
                    vitals.heapAfterCollectionBytes(),
                    vitals.directBytes(),
                    (long) parts.metrics.value(TENSORS),
                    vitals.threads(),
                    vitals.openFiles(),
                    (sent - sentBefore) / seconds,
                    (predictions - predictionsBefore) / seconds,
                    Math.max(0, parts.sent() - answered),
                    LatencySample.Percentiles.of(parts.answers.sinceAppend()),
                    LatencySample.Percentiles.of(parts.answers.sinceDue()).p99());
            samples.add(sample);
            progress.accept(sample);
            sentBefore = sent;
            predictionsBefore = predictions;
            before = now;
        }
        return samples;
    }

    /** Lets the generator come to its end and the last answers come, and those that would be too many. */
    private static SoakTally finish(Parts parts, EventTopic events) {
        Pause.until(
                () -> {
                    parts.requireGood();
                    return parts.load.isDone();
                },
                LOOK,
                LATEST_ANSWER);
        parts.load.stop();
        Pause.until(
                () -> {
                    parts.requireGood();
                    return parts.answers.count() >= parts.sent();
                },
                LOOK,
                LATEST_ANSWER);
        Pause.untilNanos(System.nanoTime() + LATEST_DOUBLE.toNanos());
        parts.requireGood();
        parts.answers.close();
        Load.Sent sent = parts.load.sent();
        return new SoakTally(
                parts.sent(),
                events.events().broken(parts.first.events()) + events.events().broken(sent.events()),
                parts.answers.predictions(),
                parts.answers.deadLetters(),
                parts.answers.misplaced(),
                parts.answers.keySum() == parts.first.keySum() + sent.keySum());
    }
}
