package io.streamscorer.engine;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thread's predictor. The tensors that it feeds lie over the batch's own buffers, or over copies where the engine lets models write into
 * them; a model with a fixed batch gets slices of that size, the last one filled up with copies of its last row, whose results are dropped. Not
 * thread-safe.
 */
final class DjlSession implements ScoringSession {
    private final List<InputTensor> inputs;
    private final int fixedBatch;
    private final EngineTensors tensors;
    private final List<ModelSignature.Tensor> signature;
    private final List<OutputBuffer> outputs;
    private final @Nullable ByteBuffer[] copies;
    private final Predictor<Slice, Integer> predictor;
    private final OpenTensors.Calls calls;
    private @Nullable List<InputTensor> accepted;

    /**
     * @param tensors what is special about the engine
     * @param inputs what the model is fed with
     * @param fixedBatch how many rows the model takes at a time, or 0 for any number
     * @param outputs the outputs, in the order that the engine gives them
     * @param open where the engine's tensors are counted
     */
    DjlSession(
            Model model,
            EngineTensors tensors,
            List<InputTensor> inputs,
            int fixedBatch,
            List<ModelSignature.Tensor> outputs,
            OpenTensors open) {
        this.tensors = tensors;
        this.calls = open.calls();
        this.signature = outputs;
        this.inputs = inputs;
        this.fixedBatch = fixedBatch;
        this.outputs = outputs.stream().map(OutputBuffer::new).toList();
        this.copies = new ByteBuffer[inputs.size()];
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
            } finally {
                calls.end();
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
        if (slice.count == engineRows && !tensors.writesInputs()) {
            return source.slice(slice.start * rowBytes, slice.count * rowBytes).order(ByteOrder.nativeOrder());
        }
        ByteBuffer target =
                copy(input, Math.multiplyExact(fixedBatch == 0 ? slice.batch.capacity() : fixedBatch, rowBytes));
        target.put(0, source, slice.start * rowBytes, slice.count * rowBytes);
        for (int row = slice.count; row < engineRows; row++) {
            target.put(row * rowBytes, source, (slice.start + slice.count - 1) * rowBytes, rowBytes);
        }
        return target.slice(0, engineRows * rowBytes).order(ByteOrder.nativeOrder());
    }

    /** The session's own memory for an input, which grows to the largest batch. */
    private ByteBuffer copy(int input, int bytes) {
        ByteBuffer own = copies[input];
        if (own == null || own.capacity() < bytes) {
            own = ByteBuffer.allocateDirect(bytes);
            copies[input] = own;
        }
        return own;
    }

    /** The same of an input of strings. */
    private String[] strings(Slice slice, int input, int engineRows) {
        int elements = inputs.get(input).rowElements();
        int from = slice.start * elements;
        String[] rows = Arrays.copyOfRange(slice.batch.strings(input), from, from + engineRows * elements);
        for (int row = slice.count; row < engineRows; row++) {
            System.arraycopy(rows, (slice.count - 1) * elements, rows, row * elements, elements);
        }
        return rows;
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
            List<NDArray> arrays = new ArrayList<>(inputs.size());
            for (int i = 0; i < inputs.size(); i++) {
                InputTensor input = inputs.get(i);
                Shape shape = EngineTensors.inputShape(input, engineRows);
                NDArray array = input.dtype() == Dtype.STRING
                        ? manager.create(strings(slice, i, engineRows), StandardCharsets.UTF_8, shape)
                        : manager.create(rows(slice, i, engineRows), shape, Dtypes.toDjl(input.dtype()));
                if (tensors.namesInputs()) {
                    array.setName(input.name());
                }
                arrays.add(array);
            }
            calls.add(arrays);
            return new NDList(arrays);
        }

        @Override
        public Integer processOutput(TranslatorContext context, NDList results) throws ScoringException {
            calls.add(results);
            List<NDArray> selected = tensors.select(results, signature);
            for (int i = 0; i < outputs.size(); i++) {
                NDArray array = selected.get(i);
                outputs.get(i)
                        .take(array, tensors.shape(array, signature.get(i), engineRows), start, count, engineRows);
            }
            return count;
        }
    }
}
