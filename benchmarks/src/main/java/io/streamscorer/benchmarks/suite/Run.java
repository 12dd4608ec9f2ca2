package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.Rehearsal;
import io.streamscorer.benchmarks.measure.Turns;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.benchmarks.stage.Jvm;
import io.streamscorer.benchmarks.stage.Stage;
import io.streamscorer.benchmarks.workload.Workload;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run under way: the plan, the stage, the JVM that contestants get, and where progress is told. One thread. */
public final class Run {
    private final Plan plan;
    private final Stage stage;
    private final Jvm jvm;
    private final PrintStream out;
    private final long start = System.nanoTime();
    private final Map<Workload, Integer> predictionBytes = new HashMap<>();

    /** Takes the parts; closes none of them. */
    public Run(Plan plan, Stage stage, Jvm jvm, PrintStream out) {
        this.plan = plan;
        this.stage = stage;
        this.jvm = jvm;
        this.out = out;
    }

    /** How much is measured. */
    public Plan plan() {
        return plan;
    }

    Stage stage() {
        return stage;
    }

    Jvm jvm() {
        return jvm;
    }

    /** A contestant in the JVM that all get. */
    Turns.Entry entry(Contestant contestant, ContestantSettings settings) {
        return new Turns.Entry(contestant.lettered(), contestant, jvm, settings);
    }

    /** Contestants, and the scorer once more with each of the settings that are tried. */
    List<Turns.Entry> entries(List<Contestant> contestants, ContestantSettings settings) {
        List<Turns.Entry> entries = new ArrayList<>();
        for (Contestant contestant : contestants) {
            entries.add(entry(contestant, settings));
        }
        for (Map<String, String> variant : plan.variants()) {
            entries.add(new Turns.Entry("(c) with " + variant, Contestant.SCORER, jvm, settings.with(variant)));
        }
        return entries;
    }

    /** The mean size of a workload's Predictions in bytes; rehearses the workload when it is asked for the first time. */
    int predictionBytes(Workload workload) {
        return predictionBytes.computeIfAbsent(workload, missing -> {
            int bytes = Rehearsal.run(stage, missing, jvm, plan.more());
            say("%s: the scorer and the plain application agree; a prediction has %d bytes", missing.title(), bytes);
            return bytes;
        });
    }

    /** Prints a line of progress with the time that has passed. */
    void say(String format, Object... arguments) {
        Duration passed = Duration.ofNanos(System.nanoTime() - start);
        out.printf(Locale.ROOT, "%3d:%02d  ", passed.toMinutes(), passed.toSecondsPart());
        out.printf(Locale.ROOT, format + "%n", arguments);
        out.flush();
    }

    /** Prints a result under a heading. */
    public void show(String heading, String text) {
        out.printf(Locale.ROOT, "%n%s%n%n%s%n", heading, text);
        out.flush();
    }
}
