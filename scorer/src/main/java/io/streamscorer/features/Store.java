package io.streamscorer.features;

import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.RecordFailure;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A way of a value that was read into the row that is being put together, beyond those of plain numbers, which have instructions of their own. The
 * element is the one that {@link FeatureBatch#element()} counts: 0, or an array's item. Immutable and thread-safe.
 */
sealed interface Store {
    /**
     * Stores a value.
     *
     * @param input stands behind the value
     * @param span where the value starts in the input's bytes
     * @param n the value of an integer, boolean (0 or 1) or enum (the index in the writer's schema)
     * @param d the value of a floating-point number
     * @param batch holds the row
     */
    void store(AvroInput input, int span, long n, double d, FeatureBatch batch) throws RecordException;

    /** An integer or boolean as a number. */
    record OfLong(Cell cell) implements Store {
        @Override
        public void store(AvroInput input, int span, long n, double d, FeatureBatch batch) throws RecordException {
            cell.put(batch.row(), batch.element(), n);
        }
    }

    /** A floating-point number. */
    record OfDouble(Cell cell) implements Store {
        @Override
        public void store(AvroInput input, int span, long n, double d, FeatureBatch batch) throws RecordException {
            cell.put(batch.row(), batch.element(), d);
        }
    }

    /** A decimal as a number: in {@code fixed} bytes, or with the length before them. */
    record OfDecimal(Cell cell, DecimalNumber decimal, boolean fixed) implements Store {
        @Override
        public void store(AvroInput input, int span, long n, double d, FeatureBatch batch) throws RecordException {
            int from = fixed ? span : input.afterVarint(span);
            decimal.put(input.bytes(), from, input.position(), cell, batch.row(), batch.element());
        }
    }

    /** Packed elements: in {@code fixed} bytes, or with the length before them. */
    record OfPacked(Cell cell, Dtype elements, boolean fixed) implements Store {
        @Override
        public void store(AvroInput input, int span, long n, double d, FeatureBatch batch) throws RecordException {
            int from = fixed ? span : input.afterVarint(span);
            PackedElements.put(elements, input.bytes(), from, input.position(), cell, batch.row());
        }
    }

    /** A string as a string. */
    record OfText(Cell cell) implements Store {
        @Override
        public void store(AvroInput input, int span, long n, double d, FeatureBatch batch) throws RecordException {
            int from = input.afterVarint(span);
            int to = input.position();
            if (!Utf8Bytes.areValid(input.bytes(), from, to)) {
                throw InvalidFeature.because(cell.feature().field(), "the string is not UTF-8");
            }
            batch.texts()[cell.offset() + batch.element()] =
                    new String(input.bytes(), from, to - from, StandardCharsets.UTF_8);
        }
    }

    /** An enum's symbol as a string, by the index that the writer's schema gives it. */
    record OfSymbol(Cell cell, String[] symbols) implements Store {
        @Override
        public void store(AvroInput input, int span, long n, double d, FeatureBatch batch) {
            batch.texts()[cell.offset() + batch.element()] = symbols[(int) n];
        }
    }

    /** A string as a category's number. */
    record OfTextCategory(Cell cell, Categories categories) implements Store {
        @Override
        public void store(AvroInput input, int span, long n, double d, FeatureBatch batch) throws RecordException {
            double number = categories.number(input.bytes(), input.afterVarint(span), input.position());
            cell.put(batch.row(), batch.element(), number);
        }
    }

    /** An integer as a category's number. */
    record OfLongCategory(Cell cell, Categories categories) implements Store {
        @Override
        public void store(AvroInput input, int span, long n, double d, FeatureBatch batch) throws RecordException {
            cell.put(batch.row(), batch.element(), categories.number(n));
        }
    }

    /** One of few values as a category's number: an enum's symbol by its index, false and true as 0 and 1; null where it has a failure. */
    record OfListedCategory(
            Cell cell, double[] numbers, @Nullable RecordFailure[] failures) implements Store {
        @Override
        public void store(AvroInput input, int span, long n, double d, FeatureBatch batch) throws RecordException {
            RecordFailure failure = failures[(int) n];
            if (failure != null) {
                throw new RecordException(failure);
            }
            cell.put(batch.row(), batch.element(), numbers[(int) n]);
        }
    }

    /** What is known before the event is, in all elements of the cell whatever was read. */
    record OfKnown(Cell cell, KnownElements known) implements Store {
        @Override
        public void store(AvroInput input, int span, long n, double d, FeatureBatch batch) {
            byte[] cells = known.cells();
            String[] texts = known.texts();
            System.arraycopy(cells, 0, batch.row(), texts.length > 0 ? 0 : cell.offset(), cells.length);
            System.arraycopy(texts, 0, batch.texts(), texts.length > 0 ? cell.offset() : 0, texts.length);
        }
    }

    /** What is known before the event is, in one element. */
    record OfKnownElement(Cell cell, KnownElements known) implements Store {
        @Override
        public void store(AvroInput input, int span, long n, double d, FeatureBatch batch) {
            int element = batch.element();
            if (cell.dtype() == Dtype.STRING) {
                batch.texts()[cell.offset() + element] = known.texts()[element];
            } else {
                int bytes = cell.dtype().bytes();
                System.arraycopy(known.cells(), element * bytes, batch.row(), cell.offset() + element * bytes, bytes);
            }
        }
    }
}
