package io.streamscorer.model;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.InputTensor;
import io.streamscorer.features.MissingValue;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores made-up rows before the first event: batches of several sizes, so that the engine's first allocations and kernel choices are behind
 * it, and each of some rows alone, so that a model whose rows influence each other is found out. Used once.
 */
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
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
     * @return outputs that the model gave, for their shapes; or null where it takes texts and fails on made-up ones, as encoders do that know only
     *     their own categories
     * @throws SetupException if the model fails on every kind of made-up row, gives other than one row per event, or mixes rows
     */
    @Nullable
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
        // The engine's failures have a cause; those of the outputs' shapes have none.
        boolean engineFailed = failure != null && failure.getCause() != null;
        if (engineFailed && model.inputs().stream().anyMatch(input -> input.dtype() == Dtype.STRING)) {
            LOG.warn(
                    "The model could not be tried out before the first event: it takes texts, and fails on made-up ones. file={} failure={}",
                    file,
                    message(failure));
            return null;
        }
        throw new SetupException(
                file + ": " + (engineFailed ? "the model scores neither random rows, nor zeros, nor ones: " : "")
                        + message(failure));
    }

    private static String message(@Nullable ScoringException failure) {
        return failure == null ? "" : String.valueOf(failure.getMessage());
    }

    private void fill(FeatureBatch batch, Filling filling) {
        // The same rows at every start, so that what fails once fails again.
        Random random = new Random(42);
        for (int i = 0; i < model.inputs().size(); i++) {
            InputTensor input = model.inputs().get(i);
            if (input.dtype() == Dtype.STRING) {
                fill(batch.strings(i), input, filling, random);
            } else {
                fill(batch.buffer(i), input.dtype(), batch.capacity() * input.rowElements(), filling, random);
            }
        }
    }

    private static void fill(String[] strings, InputTensor input, Filling filling, Random random) {
        // What stands for null is a text that the model is likely to know.
        String known = input.features().stream()
                .map(Feature::missing)
                .flatMap(
                        missing -> missing instanceof MissingValue.Text text ? Stream.of(text.value()) : Stream.empty())
                .findFirst()
                .orElse("a");
        for (int e = 0; e < strings.length; e++) {
            strings[e] = switch (filling) {
                case RANDOM -> random.nextBoolean() ? "" : "a";
                case ZEROS -> "";
                case ONES -> known;
            };
        }
    }

    private static void fill(ByteBuffer buffer, Dtype dtype, int elements, Filling filling, Random random) {
        for (int e = 0; e < elements; e++) {
            double value = switch (filling) {
                case RANDOM -> dtype.isFloating() ? random.nextGaussian() : random.nextInt(2);
                case ZEROS -> 0;
                case ONES -> 1;
            };
            switch (dtype) {
                case FLOAT16 -> buffer.putShort(e * Short.BYTES, half(value, random));
                case FLOAT32 -> buffer.putFloat(e * Float.BYTES, (float) value);
                case FLOAT64 -> buffer.putDouble(e * Double.BYTES, value);
                case INT8, UINT8, BOOLEAN -> buffer.put(e, (byte) value);
                case INT16 -> buffer.putShort(e * Short.BYTES, (short) value);
                case INT32 -> buffer.putInt(e * Integer.BYTES, (int) value);
                case INT64 -> buffer.putLong(e * Long.BYTES, (long) value);
                case STRING -> throw new IllegalArgumentException("Strings are no bytes");
            }
        }
    }

    /** A number in IEEE 754 binary16: 0 and 1 exactly, for any other a random one between 0.25 and 4 of its sign. */
    private static short half(double value, Random random) {
        if (value == 0) {
            return 0;
        }
        if (value == 1) {
            return 0x3C00;
        }
        int sign = value < 0 ? 0x8000 : 0;
        return (short) (sign | 0x3400 + random.nextInt(0x1000));
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
