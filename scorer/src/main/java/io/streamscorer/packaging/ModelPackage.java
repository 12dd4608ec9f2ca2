package io.streamscorer.packaging;

import io.streamscorer.failure.SetupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trained model and what is said of its use: which event fields make each input tensor, what a missing value becomes, and which outputs become
 * score, label and probabilities. Immutable. It is one of
 *
 * <ul>
 *   <li>a directory with a {@code model.yaml} beside the model's file,
 *   <li>a directory that MLflow wrote, with its {@code MLmodel}: the columns of the signature are the fields,
 *   <li>a model's file alone, whose inputs are named as the fields.
 * </ul>
 *
 * <p>The format of {@code model.yaml} (YAML, at most 3 MB; unknown keys are errors; only {@code true} and {@code false} are truth values):
 *
 * <pre>{@code
 * name: card-fraud                # required
 * version: "1"                    # required: any text. Quote it, or 1.10 becomes 1.1; digest means the model's digest
 * file: model.onnx                # may be left out while the directory holds one .onnx, .ubj, .pt or .pth file
 * engine: onnx                    # onnx, xgboost or pytorch; may be left out where the file's ending tells it
 *
 * inputs:                         # one entry per input tensor of the model
 *   - tensor: features            # the model's own name for this input
 *     dtype: float32              # checked against the file; needed where the file does not say it
 *     shape: [4]                  # of one row; checked against the file; needed where the file leaves it open
 *     missing: reject             # what null becomes: reject (the default), nan, a number, {text: "..."}, or default (the schema's)
 *     features:                   # the tensor's elements, in this order
 *       - amount                  # a field of the event; a path into a record is written card.limit
 *       - field: card.limit       # the long form
 *         missing: 0
 *         subtract: 500           # (x - subtract) / divide
 *         divide: 250
 *       - field: country
 *         vocabulary: [DE, FR]    # a category's number is its position; or a mapping { DE: 0.1, FR: 0.7 }
 *         unknown: -1             # the number of other categories; without it events that hold one are rejected
 *       - field: flags
 *         width: 1                # how many elements of the row an array or bytes fill
 *         bytes: uint8            # the type of the elements that lie in a bytes or fixed field, little-endian
 *
 * outputs:                        # optional; which output has which role in the Prediction
 *   names: [scores, embedding]    # other names for the outputs, in the model's order
 *   score: { output: probabilities, class: "1" }    # or element: 0, or max: true; short form `score: variable`
 *   label: { output: label }                        # or { max: true }, the class with the largest probability
 *   probabilities: { output: probabilities, classes: ["0", "1"] }
 *
 * samples: { file: samples.jsonl, tolerance: 1e-5 } # optional; events with the predictions that they should get
 * }</pre>
 *
 * <p>{@code label.classes} is given where the output holds the class's index; {@code probabilities.classes} may be left out where the model
 * file says the classes (scikit-learn's ZipMap). Outputs without a role go into the Prediction's map of outputs under their own names.
 *
 * <p>Without roles in {@code outputs} they are given only where there is one reading. An output whose classes the file says is the probabilities;
 * the score is then the second of two classes or the largest of more, and the label the only string, integer or boolean output with one element
 * per row, or else the class with the largest probability. Without such an output the score is the only floating-point output with one element
 * per row.
 *
 * @param name the model's name
 * @param version the model's version, or null for the first digits of its digest
 * @param path the directory, or the file where it stands alone
 * @param description the file that says how the model is used, which is the model's own where it stands alone; errors name it
 * @param file the model's file
 * @param engine the engine that runs it, or null where its ending tells it
 * @param feeding which fields feed the model
 * @param outputNames other names for the outputs in the model's order; empty for their own
 * @param outputs the outputs' roles, or null where they are to be found out
 * @param samples events with expected predictions, or null for none
 */
public record ModelPackage(
        String name,
        @Nullable String version,
        Path path,
        Path description,
        Path file,
        @Nullable String engine,
        Feeding feeding,
        List<String> outputNames,
        @Nullable OutputMapping outputs,
        @Nullable Samples samples) {
    /** The name of the description's file. */
    public static final String DESCRIPTION = "model.yaml";

    public ModelPackage {
        outputNames = List.copyOf(outputNames);
    }

    /**
     * Reads what is said of a model. The model's file is only looked for, not opened.
     *
     * @param path a directory with a {@code model.yaml} or, where there is none, an {@code MLmodel}; or a model's file
     * @throws SetupException if there is no such thing, or the description has mistakes; all mistakes at once, each with its place
     */
    public static ModelPackage read(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.isRegularFile(absolute)) {
            return alone(absolute);
        }
        if (!Files.isDirectory(absolute)) {
            throw new SetupException(absolute + ": there is nothing there. " + WANTED);
        }
        if (Files.exists(absolute.resolve(DESCRIPTION))) {
            return new ModelPackageReader(absolute).read();
        }
        if (Files.exists(absolute.resolve(MlflowReader.DESCRIPTION))) {
            return new MlflowReader(absolute).read();
        }
        throw new SetupException(
                absolute + ": has neither " + DESCRIPTION + " nor " + MlflowReader.DESCRIPTION + ". " + WANTED);
    }

    private static final String WANTED = "Set model.path to a directory that holds a " + DESCRIPTION
            + " beside the model's file, to a model that MLflow saved, or to a model's file";

    private static ModelPackage alone(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return new ModelPackage(
                dot > 0 ? name.substring(0, dot) : name,
                null,
                file,
                file,
                file,
                null,
                new Feeding.ByName(),
                List.of(),
                null,
                null);
    }
}
