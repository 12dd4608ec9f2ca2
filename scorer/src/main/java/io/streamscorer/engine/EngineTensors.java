package io.streamscorer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.streamscorer.features.Dtype;
import java.util.List;

/** What differs between engines in how they take and give tensors. Thread-safe. */
interface EngineTensors {
    /** Whether the engine finds its inputs by their names; else it takes them in order. */
    boolean namesInputs();

    /** Whether the engine takes inputs of the type. */
    boolean takes(Dtype dtype);

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

    /** Checks that there are as many results as outputs, for engines that give them in order. */
    static List<NDArray> inOrder(NDList results, List<ModelSignature.Tensor> outputs) throws ScoringException {
        if (results.size() != outputs.size()) {
            throw new ScoringException(
                    "The model gave " + results.size() + " outputs, but it has " + outputs.size(), null);
        }
        return results;
    }
}
