package io.streamscorer.engine;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.InputTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs a model that says nothing of its outputs once, on zeros, to see them. Used once. */
final class OutputProbe {
    private final Model model;
    private final Path file;
    private final List<InputTensor> inputs;
    private final int rows;

    /** @param rows how many rows the model is given */
    OutputProbe(Model model, Path file, List<InputTensor> inputs, int rows) {
        this.model = model;
        this.file = file;
        this.inputs = inputs;
        this.rows = rows;
    }

    /**
     * Runs it.
     *
     * @return the outputs; the first dimension is open, the others are those that the model gave
     * @throws SetupException if the model fails, or gives something other than tensors of one row per event
     */
    List<ModelSignature.Tensor> run() {
        try (Predictor<Integer, List<ModelSignature.Tensor>> predictor = model.newPredictor(new Translator())) {
            return predictor.predict(rows);
        } catch (TranslateException e) {
            if (e.getCause() instanceof SetupException own) {
                throw own;
            }
            throw new SetupException(file + ": the model fails on " + rows + (rows == 1 ? " row" : " rows")
                    + " of zeros of the shapes and types that its package gives ("
                    + String.join(
                            ", ", inputs.stream().map(OutputProbe::describe).toList()) + "): " + Lines.of(e));
        }
    }

    private static String describe(InputTensor input) {
        StringBuilder shape = new StringBuilder("N");
        input.rowShape().forEach(size -> shape.append(", ").append(size));
        return "'" + input.name() + "' " + input.dtype().wireName() + "[" + shape + "]";
    }

    private final class Translator implements NoBatchifyTranslator<Integer, List<ModelSignature.Tensor>> {
        @Override
        public NDList processInput(TranslatorContext context, Integer count) {
            NDList arrays = new NDList();
            for (InputTensor input : inputs) {
                ByteBuffer zeros = ByteBuffer.allocateDirect(Math.multiplyExact(count, input.rowBytes()))
                        .order(ByteOrder.nativeOrder());
                arrays.add(context.getNDManager()
                        .create(zeros, EngineTensors.inputShape(input, count), Dtypes.toDjl(input.dtype())));
            }
            return arrays;
        }

        @Override
        public List<ModelSignature.Tensor> processOutput(TranslatorContext context, NDList results) {
            List<String> problems = new ArrayList<>();
            List<String> names = PytorchTensors.names(results);
            List<ModelSignature.Tensor> outputs = new ArrayList<>();
            names.stream()
                    .filter(name -> Collections.frequency(names, name) > 1)
                    .distinct()
                    .map(name -> file + ": the model gives several outputs called '" + name
                            + "'. Return one dictionary whose keys differ, or a tuple of tensors")
                    .forEach(problems::add);
            for (int index : PytorchTensors.order(results)) {
                NDArray array = results.get(index);
                Dtype dtype = Dtypes.ofOutput(array.getDataType());
                if (dtype == null) {
                    problems.add(file + ": the model's output '" + names.get(index) + "' has elements of type "
                            + array.getDataType().name().toLowerCase(java.util.Locale.ROOT)
                            + ", which is not supported. Cast it inside the model, for example to float32");
                } else {
                    outputs.add(new ModelSignature.Tensor(
                            names.get(index), dtype, shape(array.getShape().getShape()), null));
                }
            }
            if (results.isEmpty()) {
                problems.add(file + ": the model gives no tensors");
            }
            if (!problems.isEmpty()) {
                throw new SetupException(problems);
            }
            return outputs;
        }

        /** The first dimension is open if it is the batch's. */
        private List<Long> shape(long[] found) {
            List<Long> shape = new ArrayList<>();
            for (int d = 0; d < found.length; d++) {
                shape.add(d == 0 && found[0] == rows ? -1L : found[d]);
            }
            return shape;
        }
    }
}
