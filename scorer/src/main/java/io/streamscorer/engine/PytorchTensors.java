package io.streamscorer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.streamscorer.features.Dtype;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * PyTorch's: inputs in the order of the module's parameters, since DJL makes dictionaries and lists of inputs with certain names; and outputs by
 * name, since DJL gives the entries of a dictionary in the order of their hashes.
 */
final class PytorchTensors implements EngineTensors {
    @Override
    public boolean namesInputs() {
        return false;
    }

    /** Whether an input may be of the type: the others throw, or end the process. */
    static boolean takes(Dtype dtype) {
        return dtype != Dtype.STRING && dtype != Dtype.INT16;
    }

    /** The outputs' names: a dictionary's keys, and {@code output} or {@code output_0}, {@code output_1} for what has none. */
    static List<String> names(NDList results) {
        List<String> names = new ArrayList<>();
        int unnamed = 0;
        for (NDArray array : results) {
            String name = array.getName();
            names.add(name != null ? name : results.size() == 1 ? "output" : "output_" + unnamed++);
        }
        return names;
    }

    /** The indexes of the results, those without a name first, in order, then the others by name. */
    static List<Integer> order(NDList results) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            order.add(i);
        }
        order.sort(
                Comparator.comparing(i -> results.get(i).getName(), Comparator.nullsFirst(Comparator.naturalOrder())));
        return order;
    }

    /** A module may change its arguments in place ({@code mul_}). */
    @Override
    public boolean writesInputs() {
        return true;
    }

    @Override
    public List<NDArray> select(NDList results, List<ModelSignature.Tensor> outputs) throws ScoringException {
        List<String> names = names(results);
        List<NDArray> selected = new ArrayList<>(outputs.size());
        for (ModelSignature.Tensor output : outputs) {
            int index = names.indexOf(output.name());
            if (index < 0 || results.size() != outputs.size()) {
                throw new ScoringException(
                        "The model gave the outputs " + names + ", but when it was loaded it gave "
                                + outputs.stream()
                                        .map(ModelSignature.Tensor::name)
                                        .toList(),
                        null);
            }
            selected.add(results.get(index));
        }
        return selected;
    }

    @Override
    public long[] shape(NDArray array, ModelSignature.Tensor output, int rows) {
        return array.getShape().getShape();
    }
}
