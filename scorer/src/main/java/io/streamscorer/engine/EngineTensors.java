package io.streamscorer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.streamscorer.features.InputTensor;
import java.util.List;

/** What differs between engines in how they take and give tensors. Thread-safe. */
interface EngineTensors {
    /** Whether the engine finds its inputs by their names; else it takes them in order. */
    boolean namesInputs();

    /** Whether a model can write into its inputs; they are copied then, so that a batch stays what it was. */
    boolean writesInputs();

    /**
     * Finds the model's outputs among what a call gave.
     *
     * @return one array for each output, in the outputs' order
     * @throws ScoringException if there are more or fewer, or others
     */
    List<NDArray> select(NDList results, List<ModelSignature.Tensor> outputs) throws ScoringException;

    /**
     * The shape of an output.
     *
     * @param output what is known of it
     * @param rows how many rows the engine was given
     */
    long[] shape(NDArray array, ModelSignature.Tensor output, int rows);

    /** The shape of an input for a number of rows. */
    static Shape inputShape(InputTensor input, int rows) {
        long[] shape = new long[input.rowShape().size() + 1];
        shape[0] = rows;
        for (int d = 1; d < shape.length; d++) {
            shape[d] = input.rowShape().get(d - 1);
        }
        return new Shape(shape);
    }

    /** Checks that there are as many results as outputs, for engines that give them in order. */
    static List<NDArray> inOrder(NDList results, List<ModelSignature.Tensor> outputs) throws ScoringException {
        if (results.size() != outputs.size()) {
            throw new ScoringException(
                    "The model gave " + results.size() + " outputs, but it has " + outputs.size(), null);
        }
        return results;
    }
}
