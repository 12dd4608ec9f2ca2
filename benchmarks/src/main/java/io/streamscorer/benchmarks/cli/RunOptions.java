package io.streamscorer.benchmarks.cli;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.stage.Collector;
import io.streamscorer.benchmarks.stage.Jvm;
import io.streamscorer.benchmarks.stage.StagePlaces;
import io.streamscorer.benchmarks.suite.Plan;
import io.streamscorer.benchmarks.workload.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a run. What is not given is the plan's. */
final class RunOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** A part of a run that can be measured alone. */
    enum Section {
        THROUGHPUT,
        LATENCY,
        LINGER,
        COLLECTORS,
        SCALING,
        MEMORY,
        START,
        ENGINE,
        SOAK
    }

    @Option(
            names = "--short",
            description = "20 features only, one round, one point of latency: 3 minutes. Changes no published result.")
    private boolean brief;

    @Option(
            names = "--sections",
            split = ",",
            paramLabel = "SECTION",
            description =
                    "What is measured: ${COMPLETION-CANDIDATES}. All by default; with --short throughput and latency.")
    private List<Section> sections = new ArrayList<>();

    @Option(
            names = "--workloads",
            split = ",",
            paramLabel = "NAME",
            description = "Workloads of the throughput section: mlp-20, trees-200, ffnn-784.")
    private List<String> workloads = new ArrayList<>();

    @Option(
            names = "--contestants",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Who runs in the throughput section: ${COMPLETION-CANDIDATES}. All by default; with fewer the page stays as it is.")
    private List<Contestant> contestants = new ArrayList<>();

    @Option(
            names = "--heats",
            paramLabel = "N",
            description = "How often the throughput section starts its contestants anew (default 3).")
    private @Nullable Integer heats;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of a heat (default 4).")
    private @Nullable Integer rounds;

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Most events that a throughput run reads (default: the workload's own number).")
    private @Nullable Long records;

    @Option(names = "--partitions", paramLabel = "N", description = "Partitions of each topic (default 4).")
    private @Nullable Integer partitions;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "How long a contestant runs before the first round (default 30).")
    private @Nullable Integer warmUp;

    @Option(
            names = "--window",
            paramLabel = "SECONDS",
            description = "Measured time of a contestant in one round (default 2).")
    private @Nullable Double window;

    @Option(
            names = "--latency-warm-up",
            paramLabel = "SECONDS",
            description =
                    "Warm-up of a contestant at each rate before its latency is measured, and before its largest rate is"
                            + " (default 30).")
    private @Nullable Integer latencyWarmUp;

    @Option(
            names = "--latency-window",
            paramLabel = "SECONDS",
            description =
                    "Measured time of a contestant at each rate, in turns of about 5 s; largest rates take half of it"
                            + " (default 30).")
    private @Nullable Integer latencyWindow;

    @Option(
            names = "--loads",
            split = ",",
            paramLabel = "PERCENT",
            description = "Rates of latency runs in percent of the largest that the scorer bears (default 10,50,80).")
    private @Nullable List<Integer> loads;

    @Option(
            names = "--commit-intervals",
            split = ",",
            paramLabel = "MS",
            description = "Commit intervals of latency runs under exactly-once (default 20,50,100,200).")
    private @Nullable List<Integer> commitIntervals;

    @Option(
            names = "--at-least-once-commit-intervals",
            split = ",",
            paramLabel = "MS",
            description =
                    "Commit intervals of latency runs under at-least-once, beside the scorer's own (default 100).")
    private @Nullable List<Integer> otherCommitIntervals;

    @Option(names = "--memory-watch", paramLabel = "SECONDS", description = "How long memory is watched (default 600).")
    private @Nullable Integer memoryWatch;

    @Option(
            names = "--soak-minutes",
            paramLabel = "MINUTES",
            description =
                    "How long the soak lasts, a tenth of it warm-up (default 30). Shorter ones show that it works; whether memory stays flat"
                            + " takes half an hour.")
    private @Nullable Integer soakMinutes;

    @Option(
            names = "--soak-rate",
            paramLabel = "EVENTS",
            description =
                    "Mean rate of the soak in events per second (default: 80 percent of the largest that the scorer bears, which is measured"
                            + " first).")
    private @Nullable Double soakRate;

    @Option(names = "--heap", paramLabel = "SIZE", description = "Heap of each contestant (default ${DEFAULT-VALUE}).")
    private String heap = "384m";

    @Option(
            names = "--collector",
            paramLabel = "GC",
            description = "Garbage collector of each contestant: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Collector collector = Collector.G1;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A further setting of the scorer, for all contestants. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--variant",
            paramLabel = "KEY=VALUE[,...]",
            description =
                    "Settings to be tried: one more scorer that has them takes part in the sections of throughput and"
                            + " latency. May be repeated.")
    private List<String> variants = new ArrayList<>();

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Where the JSON goes (default benchmarks/results; with --short benchmarks/target/results).")
    private @Nullable Path results;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Where the run's files are; deleted before and after (default ${DEFAULT-VALUE}).")
    private Path work = Path.of("benchmarks/target/work");

    @Option(names = "--keep", description = "Keeps the run's files, logs among them.")
    private boolean keep;

    /** Whether the page is written anew: after a run whose results go where the page's come from. */
    boolean publishes() {
        return !brief && results == null && contestants.isEmpty() && variants.isEmpty();
    }

    boolean measures(Section section) {
        Set<Section> byDefault = brief ? EnumSet.of(Section.THROUGHPUT, Section.LATENCY) : EnumSet.allOf(Section.class);
        return sections.isEmpty() ? byDefault.contains(section) : sections.contains(section);
    }

    Plan plan() {
        Plan plan = brief ? Plan.SHORT : Plan.FULL;
        return new Plan(
                workloads.isEmpty()
                        ? plan.workloads()
                        : Workload.ALL.stream()
                                .filter(workload -> workloads.contains(workload.name()))
                                .toList(),
                contestants.isEmpty() ? plan.contestants() : contestants,
                heats == null ? plan.heats() : heats,
                rounds == null ? plan.rounds() : rounds,
                seconds(warmUp, plan.warmUp()),
                window == null ? plan.window() : Duration.ofMillis(Math.round(window * 1e3)),
                records == null ? plan.records() : records,
                partitions == null ? plan.partitions() : partitions,
                seconds(latencyWarmUp, plan.latencyWarmUp()),
                seconds(latencyWindow, plan.latencyWindow()),
                loads == null ? plan.loads() : loads,
                commitIntervals == null ? plan.commitIntervals() : commitIntervals,
                otherCommitIntervals == null ? plan.otherCommitIntervals() : otherCommitIntervals,
                seconds(memoryWatch, plan.memoryWatch()),
                soakMinutes == null ? plan.soak() : Duration.ofMinutes(soakMinutes),
                soakRate == null ? plan.soakRate() : soakRate,
                settings,
                variants.stream().map(this::settings).toList(),
                brief);
    }

    private Map<String, String> settings(String variant) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : variant.split(",")) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new ParameterException(command.commandLine(), "--variant takes KEY=VALUE, not '" + setting + "'");
            }
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return settings;
    }

    private static Duration seconds(@Nullable Integer given, Duration otherwise) {
        return given == null ? otherwise : Duration.ofSeconds(given);
    }

    Jvm jvm() {
        return new Jvm(heap, collector);
    }

    StagePlaces places() {
        return new StagePlaces(distribution(), Path.of("benchmarks/models"), work, keep);
    }

    Path results() {
        return results != null ? results : Path.of(brief ? "benchmarks/target/results" : "benchmarks/results");
    }

    /** The scorer's distribution, as the script found it. */
    private static Path distribution() {
        return Path.of(System.getProperty("benchmarks.distribution", "scorer/target/stream-scorer-0.1.0-SNAPSHOT"));
    }

    /** The commit, as the script found it. */
    static String commit() {
        return System.getProperty("benchmarks.commit", "unknown");
    }

    /** What was typed, as the script saw it. */
    static String command() {
        return System.getProperty("benchmarks.command", "unknown");
    }
}
