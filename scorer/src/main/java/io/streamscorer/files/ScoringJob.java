package io.streamscorer.files;

import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.FieldPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which file is scored into which.
 *
 * @param input the events
 * @param output takes the predictions
 * @param deadLetters takes the events that cannot be scored, or null
 * @param schema the schema to read the events by, or null for the input's own
 * @param fields the events' fields that are copied into the predictions
 * @param batchRows the largest number of events that are scored together, at least 1
 * @param overwrite whether files that are there may be written over
 */
public record ScoringJob(
        Path input,
        Path output,
        @Nullable Path deadLetters,
        @Nullable Schema schema,
        List<FieldPath> fields,
        int batchRows,
        boolean overwrite) {
    public ScoringJob {
        fields = List.copyOf(fields);
        if (batchRows < 1) {
            throw new IllegalArgumentException("batchRows must be at least 1, not " + batchRows);
        }
    }

    /**
     * Looks whether the files can be read and written, before a model is loaded for them. Creates nothing.
     *
     * @throws SetupException with all problems
     */
    public void check() {
        List<String> problems = new ArrayList<>();
        checkInput(problems);
        checkEnding(output, problems);
        checkOutput(output, problems);
        if (deadLetters != null) {
            if (FileFormat.of(deadLetters).orElse(FileFormat.AVRO) != FileFormat.JSON_LINES) {
                problems.add(deadLetters + ": dead letters are lines of JSON: give a name that ends in .jsonl");
            }
            checkOutput(deadLetters, problems);
            if (isSame(deadLetters, output)) {
                problems.add(deadLetters + ": is the file of predictions too. Give dead letters a file of their own");
            }
        }
        if (!problems.isEmpty()) {
            throw new SetupException(problems);
        }
    }

    private void checkInput(List<String> problems) {
        checkEnding(input, problems);
        if (!Files.exists(input)) {
            problems.add(input + ": there is no such file");
        } else if (Files.isDirectory(input)) {
            problems.add(input + ": is a directory. Name one file of events");
        } else if (!Files.isReadable(input)) {
            problems.add(input + ": may not be read by this user");
        } else {
            try {
                if (Files.isRegularFile(input) && Files.size(input) == 0) {
                    problems.add(input + ": is empty");
                }
            } catch (IOException e) {
                problems.add(input + ": cannot be read: " + Lines.of(e));
            }
        }
    }

    private static void checkEnding(Path file, List<String> problems) {
        if (FileFormat.of(file).isEmpty()) {
            problems.add(
                    file + ": the ending of its name says no format. Expected .avro (an Avro object container file)"
                            + " or .jsonl (lines of JSON; .ndjson too)");
        }
    }

    private void checkOutput(Path file, List<String> problems) {
        Path folder = file.toAbsolutePath().getParent();
        if (isSame(file, input)) {
            problems.add(file + ": is the file of events too. Write to another");
        } else if (Files.isDirectory(file)) {
            problems.add(file + ": is a directory. Name a file");
        } else if (Files.exists(file)) {
            if (!overwrite) {
                problems.add(file + ": exists already. Name another, or allow it to be written over with --overwrite");
            } else if (!Files.isWritable(file)) {
                problems.add(file + ": may not be written by this user");
            }
        } else if (folder == null || !Files.isDirectory(folder)) {
            problems.add(file + ": there is no directory " + folder);
        } else if (!Files.isWritable(folder)) {
            problems.add(file + ": this user may not create files in " + folder);
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return one.toAbsolutePath()
                            .normalize()
                            .equals(other.toAbsolutePath().normalize())
                    || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
        } catch (IOException e) {
            return false;
        }
    }
}
