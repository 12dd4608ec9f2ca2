package io.streamscorer.features;

import io.streamscorer.failure.RecordException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A {@link Encoding.Vocabulary} as events ask for it: by UTF-8 bytes or by an integer. Allocates nothing unless it rejects. Immutable. */
final class Categories {
    private final FieldPath field;
    private final Encoding.Vocabulary vocabulary;
    private final ByteKeys texts;
    private final double[] textNumbers;
    private final LongKeys integers;
    private final double[] integerNumbers;

    Categories(FieldPath field, Encoding.Vocabulary vocabulary) {
        this.field = field;
        this.vocabulary = vocabulary;
        Map<String, Double> numbers = vocabulary.numbers();
        // Half a surrogate pair has no UTF-8 form, so that no event holds such a category.
        List<String> names = numbers.keySet().stream()
                .filter(name -> StandardCharsets.UTF_8.newEncoder().canEncode(name))
                .toList();
        texts = new ByteKeys(names);
        textNumbers = names.stream().mapToDouble(numbers::get).toArray();
        int[] integral = IntStream.range(0, names.size())
                .filter(i -> isInteger(names.get(i)))
                .toArray();
        integers = new LongKeys(IntStream.of(integral)
                .mapToLong(i -> Long.parseLong(names.get(i)))
                .toArray());
        integerNumbers = IntStream.of(integral).mapToDouble(i -> textNumbers[i]).toArray();
    }

    /** Whether the name is an integer as Java writes it, so that it is one integer's only name. */
    private static boolean isInteger(String name) {
        try {
            return Long.toString(Long.parseLong(name)).equals(name);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The number of the category whose name is the bytes from {@code from} to {@code to}, exclusive. */
    double number(byte[] bytes, int from, int to) throws RecordException {
        int index = texts.indexOf(bytes, from, to);
        return index >= 0 ? textNumbers[index] : unknown(bytes, from, to);
    }

    /** The number of the category whose name is the integer's decimal digits. */
    double number(long integer) throws RecordException {
        int index = integers.indexOf(integer);
        return index >= 0 ? integerNumbers[index] : unknown(Long.toString(integer));
    }

    /** The number of the category. */
    double number(String name) throws RecordException {
        Double number = vocabulary.numbers().get(name);
        return number != null ? number : unknown(name);
    }

    private double unknown(byte[] bytes, int from, int to) throws RecordException {
        return vocabulary.unknown() != null
                ? vocabulary.unknown()
                : unknown(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }

    private double unknown(String name) throws RecordException {
        @Nullable Double unknown = vocabulary.unknown();
        if (unknown == null) {
            throw InvalidFeature.because(field, InvalidFeature.quote(name) + " is not in the vocabulary");
        }
        return unknown;
    }
}
