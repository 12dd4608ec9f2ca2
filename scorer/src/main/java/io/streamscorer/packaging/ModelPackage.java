package io.streamscorer.packaging;

import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Feature;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory that holds a trained model and says how it is used: the model's file beside a {@code model.yaml}, which names the event
 * fields that make each input tensor, what a missing value becomes, and which outputs become score, label and probabilities. Immutable.
 *
 * <p>The format of {@code model.yaml} (YAML 1.1, at most 3 MB; unknown keys are errors):
 *
 * <pre>{@code
 * name: card-fraud                # required
 * version: "1"                    # required: any text. Quote it, or 1.10 becomes 1.1
 * file: model.onnx                # may be left out while the directory holds one .onnx file
 *
 * inputs:                         # one entry per input tensor of the model
 *   - tensor: features            # the model's own name for this input
 *     dtype: float32              # optional; checked against the file
 *     missing: reject             # what null becomes: reject (the default), nan, or a number
 *     features:                   # the tensor's columns, in this order
 *       - amount                  # a field of the event; a path into a record is written card.limit
 *       - field: card.limit       # the long form, for a feature with a 'missing' of its own
 *         missing: 0
 *
 * outputs:                        # optional; which output has which role in the Prediction
 *   score: { output: probabilities, class: "1" }    # or element: 0, or max: true; short form `score: variable`
 *   label: { output: label }                        # or { max: true }, the class with the largest probability
 *   probabilities: { output: probabilities, classes: ["0", "1"] }
 * }</pre>
 *
 * <p>{@code label.classes} is given where the output holds the class's index; {@code probabilities.classes} may be left out where the model
 * file says the classes (scikit-learn's ZipMap). Outputs without a role go into the Prediction's map of outputs under their own names.
 *
 * <p>Without {@code outputs} roles are given only where there is one reading. An output whose classes the file says is the probabilities; the
 * score is then the second of two classes or the largest of more, and the label the only string or integer output with one element per row,
 * or else the class with the largest probability. Without such an output the score is the only floating-point output with one element per row.
 *
 * @param name the model's name
 * @param version the model's version
 * @param directory the directory
 * @param file the model's file, in the directory
 * @param inputs the input tensors as {@code model.yaml} lists them, at least one
 * @param outputs the outputs' roles, or null where {@code model.yaml} says nothing
 */
public record ModelPackage(
        String name,
        String version,
        Path directory,
        Path file,
        List<Input> inputs,
        @Nullable OutputMapping outputs) {
    /** The name of the description's file. */
    public static final String DESCRIPTION = "model.yaml";

    public ModelPackage {
        inputs = List.copyOf(inputs);
    }

    /**
     * One input tensor.
     *
     * @param tensor the model's name for it
     * @param dtype its element type, or null where the model's file decides
     * @param features its columns in order, at least one
     */
    public record Input(String tensor, @Nullable Dtype dtype, List<Feature> features) {
        public Input {
            features = List.copyOf(features);
        }
    }

    /**
     * Reads the directory's {@code model.yaml}. The model's file is only looked for, not opened.
     *
     * @throws SetupException if the directory, {@code model.yaml} or the model's file is not there, or {@code model.yaml} has mistakes; all
     *     mistakes at once, each with its place
     */
    public static ModelPackage read(Path directory) {
        return new ModelPackageReader(directory).read();
    }
}
