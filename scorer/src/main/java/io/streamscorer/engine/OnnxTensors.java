package io.streamscorer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;

/** ONNX Runtime's: by name, of all types but int16, which DJL does not pass on. */
final class OnnxTensors implements EngineTensors {
    @Override
    public boolean namesInputs() {
        return true;
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
        return array.getShape().getShape();
    }
}
