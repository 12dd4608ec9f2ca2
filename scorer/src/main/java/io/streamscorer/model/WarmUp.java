package io.streamscorer.model;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.InputTensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Scores made-up rows before the first event: batches of several sizes, so that the engine's first allocations and kernel choices are behind
 * it, and each of some rows alone, so that a model whose rows influence each other is found out. Used once.
 */
final class WarmUp {
    private static final int COMPARED_ROWS = 13;

    private final FittedModel model;
    private final Path file;

    WarmUp(FittedModel model, Path file) {
        this.model = model;
        this.file = file;
    }

    /** What a made-up row holds: some models fail on values that mean nothing to them. */
    private enum Filling {
        RANDOM,
        ZEROS,
        ONES
    }

    /**
     * Scores batches of up to {@code maxRows} rows.
     *
     * @return outputs that the model gave, for their shapes
     * @throws SetupException if the model fails on every kind of made-up row, or mixes rows
     */
    List<OutputTensor> run(int maxRows) {
        int compared = Math.max(COMPARED_ROWS, 2 * model.fixedBatch() + 1);
        int capacity = Math.max(maxRows, compared);
        FeatureBatch batch = new FeatureBatch(new FeatureSpec(model.inputs(), List.of()), capacity);
        FeatureBatch alone = new FeatureBatch(new FeatureSpec(model.inputs(), List.of()), 1);
        ScoringException failure = null;
        try (ScoringSession session = model.openSession()) {
            for (Filling filling : Filling.values()) {
                fill(batch, filling);
                try {
                    List<OutputTensor> outputs = session.score(batch, compared);
                    compare(session, batch, alone, compared, outputs);
                    for (int rows :
                            new TreeSet<>(List.of(1, 2, Math.min(16, maxRows), Math.min(128, maxRows), maxRows))) {
                        outputs = session.score(batch, rows);
                    }
                    return outputs;
                } catch (ScoringException e) {
                    failure = failure == null ? e : failure;
                }
            }
        }
        throw new SetupException(
                file + ": the model scores neither random rows, nor zeros, nor ones: " + message(failure));
    }

    private static String message(@Nullable ScoringException failure) {
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }

    private void fill(FeatureBatch batch, Filling filling) {
        // The same rows at every start, so that what fails once fails again.
        Random random = new Random(42);
        for (int i = 0; i < model.inputs().size(); i++) {
            InputTensor input = model.inputs().get(i);
            ByteBuffer buffer = batch.buffer(i);
            int elements = batch.capacity() * input.rowElements();
            for (int e = 0; e < elements; e++) {
                double value = switch (filling) {
                    case RANDOM -> input.dtype().isFloating() ? random.nextGaussian() : random.nextInt(2);
                    case ZEROS -> 0;
                    case ONES -> 1;
                };
                switch (input.dtype()) {
                    case FLOAT32 -> buffer.putFloat(e * Float.BYTES, (float) value);
                    case FLOAT64 -> buffer.putDouble(e * Double.BYTES, value);
                    case INT8, UINT8, BOOLEAN -> buffer.put(e, (byte) value);
                    case INT16 -> buffer.putShort(e * Short.BYTES, (short) value);
                    case INT32 -> buffer.putInt(e * Integer.BYTES, (int) value);
                    case INT64 -> buffer.putLong(e * Long.BYTES, (long) value);
                    case FLOAT16, STRING ->
                        throw new IllegalStateException("No string input passes the check of the signature");
                }
            }
        }
    }

    private void compare(
            ScoringSession session, FeatureBatch batch, FeatureBatch alone, int rows, List<OutputTensor> outputs)
            throws ScoringException {
        List<RowValues> together = new ArrayList<>();
        for (OutputTensor output : outputs) {
            together.add(RowValues.copy(output, rows));
        }
        // A tie between two classes may fall either way when numbers are added in another order: labels count where
        // nothing else does.
        boolean floating = together.stream().anyMatch(values -> values.dtype().isFloating());
        for (int row = 0; row < rows; row++) {
            batch.copyRows(row, row + 1, alone);
            List<OutputTensor> single = session.score(alone, 1);
            for (int o = 0; o < together.size(); o++) {
                RowValues values = together.get(o);
                if (values.dtype().isFloating() || !floating) {
                    String difference = values.difference(row, RowValues.copy(single.get(o), 1));
                    if (difference != null) {
                        throw new SetupException(file + ": the output '" + values.name()
                                + "' of a row depends on the rows around it: " + difference
                                + ". Export the model for inference, without operations across the batch");
                    }
                }
            }
        }
    }
}
