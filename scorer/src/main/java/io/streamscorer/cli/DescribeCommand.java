package io.streamscorer.cli;

import io.streamscorer.engine.Engines;
import io.streamscorer.engine.ModelFile;
import io.streamscorer.failure.SetupException;
import io.streamscorer.files.ModelSamples;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.ModelSettings;
import io.streamscorer.model.Models;
import io.streamscorer.packaging.Feeding;
import io.streamscorer.packaging.ModelPackage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a model is, and prints a {@code model.yaml} to begin with. */
@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description =
                "Says what a model is: its engine, digest, inputs and outputs, what its package makes of them, and a model.yaml to begin with.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:described",
            "1:there is no model, or something in its package does not fit; the last lines say what",
            "2:wrong usage"
        })
final class DescribeCommand implements Callable<Integer> {
    private static final int BATCH = 64;

    @Parameters(
            paramLabel = "MODEL",
            description = "The model: a package's directory, a directory that MLflow wrote, or a model's file.")
    private Path model = Path.of("");

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "The events' Avro schema (.avsc), whose fields the printed model.yaml names.")
    private @Nullable Path schema;

    @Option(names = "--yaml", description = "Print the model.yaml alone.")
    private boolean yamlOnly;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Schema events = schema == null ? null : SchemaFile.read(schema, "--schema");
        return ConsoleSilence.complete(() -> describe(events));
    }

    private int describe(@Nullable Schema events) {
        ModelPackage modelPackage = ModelPackage.read(model);
        ModelFile file = Engines.open(modelPackage.file(), modelPackage.engine());
        String yaml = new ModelYaml(modelPackage, file, events).text();
        PrintWriter out = output();
        if (yamlOnly) {
            out.print(yaml);
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        out.print(ModelDescription.of(file));
        boolean sound = printPackage(modelPackage, out);
        if (!(modelPackage.feeding() instanceof Feeding.Described)) {
            out.println();
            out.println("A " + ModelPackage.DESCRIPTION + " to begin with (--yaml prints it alone):");
            out.println();
            out.print(yaml);
        }
        out.flush();
        return sound ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** What the package makes of the model; says whether it can be used. A file alone is none yet, so that nothing is wrong with it. */
    private static boolean printPackage(ModelPackage modelPackage, PrintWriter out) {
        boolean alone = modelPackage.feeding() instanceof Feeding.ByName;
        try (LoadedModel loaded = Models.load(modelPackage, new ModelSettings("cpu", 1, BATCH))) {
            out.print(ModelDescription.of(modelPackage, loaded));
            if (modelPackage.samples() != null) {
                out.println("  samples  "
                        + ModelSamples.check(loaded, modelPackage.samples()).describe());
            }
            return true;
        } catch (SetupException e) {
            out.println(
                    alone
                            ? "As it is, without a " + ModelPackage.DESCRIPTION + ", it cannot be used:"
                            : "The package cannot be used as it is:");
            e.problems().forEach(problem -> out.println("  PROBLEM  " + problem.replace("\n", "\n           ")));
            return alone;
        }
    }

    private PrintWriter output() {
        return command.commandLine().getOut();
    }
}
