package io.streamscorer.engine;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import io.streamscorer.failure.Lines;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.InputTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thread's predictor. The tensors that it feeds lie over the batch's own buffers; a model with a fixed batch gets slices of that size, the
 * last one filled up with copies of its last row, whose results are dropped. Not thread-safe.
 */
final class DjlSession implements ScoringSession {
    private final List<InputTensor> inputs;
    private final int fixedBatch;
    private final List<OutputBuffer> outputs;
    private final ByteBuffer[] padded;
    private final Predictor<Slice, Integer> predictor;
    private @Nullable List<InputTensor> accepted;

    /**
     * @param inputs what the model is fed with
     * @param fixedBatch how many rows the model takes at a time, or 0 for any number
     * @param outputs the outputs, in the order that the engine gives them
     */
    DjlSession(Model model, List<InputTensor> inputs, int fixedBatch, List<ModelSignature.Tensor> outputs) {
        this.inputs = inputs;
        this.fixedBatch = fixedBatch;
        this.outputs = outputs.stream().map(OutputBuffer::new).toList();
        this.padded = new ByteBuffer[inputs.size()];
        for (int i = 0; i < padded.length && fixedBatch > 1; i++) {
            padded[i] = ByteBuffer.allocateDirect(
                            Math.multiplyExact(fixedBatch, inputs.get(i).rowBytes()))
                    .order(ByteOrder.nativeOrder());
        }
        this.predictor = model.newPredictor(new BatchTranslator());
    }

    /** The rows of a batch that go to the engine in one call: count of them, from the row start. */
    private record Slice(FeatureBatch batch, int start, int count) {}

    @Override
    public List<OutputTensor> score(FeatureBatch batch, int rows) throws ScoringException {
        accept(batch, rows);
        int step = fixedBatch == 0 ? rows : fixedBatch;
        for (int start = 0; start < rows; start += step) {
            for (OutputBuffer output : outputs) {
                output.expect(start, rows);
            }
            try {
                predictor.predict(new Slice(batch, start, Math.min(step, rows - start)));
            } catch (TranslateException e) {
                if (e.getCause() instanceof ScoringException own) {
                    throw own;
                }
                throw new ScoringException("The model failed on a batch of " + rows + " rows: " + Lines.of(e), e);
            } catch (RuntimeException e) {
                throw new ScoringException("The model failed on a batch of " + rows + " rows: " + Lines.of(e), e);
            }
        }
        return List.copyOf(outputs);
    }

    private void accept(FeatureBatch batch, int rows) {
        if (rows < 1 || rows > batch.capacity()) {
            throw new IllegalArgumentException("rows must be from 1 to " + batch.capacity() + ", not " + rows);
        }
        List<InputTensor> offered = batch.tensors();
        if (offered == accepted) {
            return;
        }
        if (!offered.equals(inputs)) {
            throw new IllegalArgumentException("The batch holds " + offered + ", but the model takes " + inputs);
        }
        accepted = offered;
    }

    /** The rows of one input, as many as the engine takes. */
    private ByteBuffer rows(Slice slice, int input, int engineRows) {
        ByteBuffer source = slice.batch.buffer(input);
        int rowBytes = inputs.get(input).rowBytes();
        if (slice.count == engineRows) {
            return source.slice(slice.start * rowBytes, slice.count * rowBytes).order(ByteOrder.nativeOrder());
        }
        ByteBuffer target = padded[input];
        target.put(0, source, slice.start * rowBytes, slice.count * rowBytes);
        for (int row = slice.count; row < engineRows; row++) {
            target.put(row * rowBytes, source, (slice.start + slice.count - 1) * rowBytes, rowBytes);
        }
        return target.duplicate().order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        predictor.close();
    }

    /** Runs on the session's own thread, inside {@link Predictor#predict}; the engine's tensors are freed when it returns. */
    private final class BatchTranslator implements NoBatchifyTranslator<Slice, Integer> {
        private int start;
        private int count;
        private int engineRows;

        @Override
        public NDList processInput(TranslatorContext context, Slice slice) {
            start = slice.start;
            count = slice.count;
            engineRows = fixedBatch == 0 ? count : fixedBatch;
            NDManager manager = context.getNDManager();
            List<NDArray> tensors = new ArrayList<>(inputs.size());
            for (int i = 0; i < inputs.size(); i++) {
                InputTensor input = inputs.get(i);
                List<Long> row = input.rowShape();
                long[] shape = new long[row.size() + 1];
                shape[0] = engineRows;
                for (int d = 0; d < row.size(); d++) {
                    shape[d + 1] = row.get(d);
                }
                NDArray tensor = manager.create(rows(slice, i, engineRows), new Shape(shape), dataType(input.dtype()));
                tensor.setName(input.name());
                tensors.add(tensor);
            }
            return new NDList(tensors);
        }

        @Override
        public Integer processOutput(TranslatorContext context, NDList results) throws ScoringException {
            if (results.size() != outputs.size()) {
                throw new ScoringException(
                        "The model gave " + results.size() + " outputs, but its file has " + outputs.size(), null);
            }
            for (int i = 0; i < outputs.size(); i++) {
                outputs.get(i).take(results.get(i), start, count, engineRows);
            }
            return count;
        }
    }

    private static DataType dataType(Dtype dtype) {
        return switch (dtype) {
            case FLOAT16 -> DataType.FLOAT16;
            case FLOAT32 -> DataType.FLOAT32;
            case FLOAT64 -> DataType.FLOAT64;
            case INT8 -> DataType.INT8;
            case UINT8 -> DataType.UINT8;
            case INT16 -> DataType.INT16;
            case INT32 -> DataType.INT32;
            case INT64 -> DataType.INT64;
            case BOOLEAN -> DataType.BOOLEAN;
            case STRING -> DataType.STRING;
        };
    }
}
