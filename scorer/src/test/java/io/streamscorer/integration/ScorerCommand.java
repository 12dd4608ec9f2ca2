package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.schemas.Prediction;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * {@code bin/scorer} as a process that reads and writes files and ends.
 *
 * @param home the distribution folder
 * @param folder where it runs, and where what it prints is kept
 */
record ScorerCommand(Path home, Path folder) {
    private static final int TIMEOUT_SECONDS = 240;

    record Finished(int exitStatus, String output, String errors) {}

    /** Runs a command to its end, with a heap of 256 MB. */
    Finished run(Object... arguments) throws IOException, InterruptedException {
        return run("-Xmx256m", List.of(arguments));
    }

    /**
     * Runs a command to its end.
     *
     * @param jvmOptions separated by spaces
     */
    Finished run(String jvmOptions, List<Object> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/scorer").toString());
        arguments.forEach(argument -> command.add(argument.toString()));
        Path output = folder.resolve("output.txt");
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SCORER_OPTS", jvmOptions);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .as("the command ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Finished(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    /** The predictions of a container file. */
    static List<Prediction> predictions(Path file) throws IOException {
        List<Prediction> predictions = new ArrayList<>();
        try (DataFileReader<Prediction> reader =
                new DataFileReader<>(file.toFile(), new SpecificDatumReader<>(Prediction.class))) {
            reader.forEach(predictions::add);
        }
        return predictions;
    }
}
