package io.streamscorer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** XGBoost's: float32 alone, and outputs of several elements per row laid out flat. */
final class XgboostTensors implements EngineTensors {
    @Override
    public boolean namesInputs() {
        return false;
    }

    @Override
    public boolean writesInputs() {
        return false;
    }

    @Override
    public List<NDArray> select(NDList results, List<ModelSignature.Tensor> outputs) throws ScoringException {
        return EngineTensors.inOrder(results, outputs);
    }

    @Override
    public long[] shape(NDArray array, ModelSignature.Tensor output, int rows) {
        long width = output.elementsPerRow();
        long size = array.getShape().size();
        return size == rows * width && width > 1 ? new long[] {rows, width} : new long[] {size};
    }
}
