package io.streamscorer.cli;

import io.streamscorer.features.FieldPath;
import io.streamscorer.files.FileScoring;
import io.streamscorer.files.ScoringJob;
import io.streamscorer.files.ScoringReport;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.ModelSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Scores a file of events into a file of predictions, with the code that scores topics. */
@Command(
        name = "score",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Scores a file of events into a file of predictions, as 'run' would score a topic. Needs no Kafka.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:each event was scored",
            "1:could not start or go on; the last line says why",
            "2:wrong usage",
            "3:done, but some events could not be scored"
        })
final class ScoreCommand implements Callable<Integer> {
    /** The exit code when some events could not be scored. */
    static final int SOME_FAILED = 3;

    private static final int MAX_BATCH = 65_536;

    @Parameters(
            paramLabel = "MODEL",
            description =
                    "The model, as model.path names it: a package's directory, one that MLflow wrote, or a model's file.")
    private Path model = Path.of("");

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "The events: an Avro object container file (.avro) or lines of JSON (.jsonl).")
    private Path input = Path.of("");

    @Option(
            names = "--output",
            required = true,
            paramLabel = "FILE",
            description = "Takes the predictions, in the order of the events. Its name ends in .avro or .jsonl, too.")
    private Path output = Path.of("");

    @Option(
            names = "--dead-letters",
            paramLabel = "FILE",
            description = "Takes the events that cannot be scored, with the reason, as lines of JSON (.jsonl).")
    private @Nullable Path deadLetters;

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description =
                    "The Avro schema (.avsc) that events are read by. Without it, a container file's own is taken, and"
                            + " for JSON what the model wants.")
    private @Nullable Path schema;

    @Option(
            names = "--fields",
            split = ",",
            paramLabel = "FIELD",
            description = "Fields of the event that are copied into its prediction, joined by commas.")
    private List<String> fields = List.of();

    @Option(
            names = "--batch",
            defaultValue = "512",
            paramLabel = "N",
            description = "Largest number of events that are scored together. Default: ${DEFAULT-VALUE}.")
    private int batch = 512;

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Option(names = "--overwrite", description = "Write over files that exist.")
    private boolean overwrite;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        ModelSettings settings = new ModelSettings(engine.settings(), batch());
        ScoringJob job = new ScoringJob(
                input,
                output,
                deadLetters,
                schema == null ? null : SchemaFile.read(schema, "--schema"),
                paths(),
                batch(),
                overwrite);
        job.check();
        return ConsoleSilence.complete(() -> score(job, settings));
    }

    private int score(ScoringJob job, ModelSettings settings) {
        try (OpenedModel opened = OpenedModel.open(model, settings);
                FileProgress progress =
                        FileProgress.of(job.input(), commandLine().getErr())) {
            LoadedModel loaded = opened.model();
            long start = System.nanoTime();
            ScoringReport report = new FileScoring(job, loaded, progress, System::currentTimeMillis).run();
            progress.finish();
            print(job, loaded, report, Duration.ofNanos(System.nanoTime() - start));
            return report.failed() == 0 ? CommandLine.ExitCode.OK : SOME_FAILED;
        }
    }

    private void print(ScoringJob job, LoadedModel loaded, ScoringReport report, Duration took) {
        PrintWriter out = commandLine().getOut();
        double seconds = Math.max(took.toNanos() / 1e9, 1e-3);
        out.printf(
                Locale.ROOT,
                "Scored %s in %.1f s (%,.0f/s) with model '%s' version %s on %s:%n",
                job.input(),
                seconds,
                report.events() / seconds,
                loaded.name(),
                loaded.version(),
                loaded.device());
        out.printf(Locale.ROOT, "  %-22s%,15d%n", "events", report.events());
        out.printf(Locale.ROOT, "  %-22s%,15d  %s%n", "predictions", report.predictions(), job.output());
        out.printf(
                Locale.ROOT,
                "  %-22s%,15d%s%n",
                "not scored",
                report.failed(),
                job.deadLetters() != null
                        ? "  " + job.deadLetters()
                        : report.failed() > 0 ? "  (--dead-letters FILE keeps them)" : "");
        report.failures().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> out.printf(
                        Locale.ROOT, "    %-20s%,15d%n", entry.getKey().wireName(), entry.getValue()));
        report.remarks().forEach(remark -> out.println("NOTE  " + remark));
        out.flush();
    }

    private int batch() {
        if (batch < 1 || batch > MAX_BATCH) {
            throw wrongUsage("--batch must be from 1 to " + MAX_BATCH + ", not " + batch);
        }
        return batch;
    }

    private List<FieldPath> paths() {
        try {
            return fields.stream().map(String::strip).map(FieldPath::parse).toList();
        } catch (IllegalArgumentException e) {
            throw wrongUsage("--fields: " + e.getMessage());
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(commandLine(), message);
    }

    private CommandLine commandLine() {
        return command.commandLine();
    }
}
