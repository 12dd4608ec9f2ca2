package io.streamscorer.features;

import io.streamscorer.failure.RecordException;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** The check that one feature fits its tensor and the types that the reader schema gives its field. */
final class FeatureCheck {
    private static final GenericData DATA = new GenericData();
    private static final String ITEMS = ": only numbers, booleans, strings and enums can be items";

    private final Schema reader;
    private final InputTensor tensor;
    private final Dtype dtype;
    private final Feature feature;
    private final List<String> problems;
    private boolean hasProblem;

    /** Checks one feature of the tensor; problems are added to the list. */
    FeatureCheck(Schema reader, InputTensor tensor, Feature feature, List<String> problems) {
        this.reader = reader;
        this.tensor = tensor;
        this.dtype = tensor.dtype();
        this.feature = feature;
        this.problems = problems;
    }

    /** Where the feature goes, for a person. */
    String use() {
        return "input '" + tensor.name() + "' (" + dtype.wireName() + ")";
    }

    private void problem(String rest) {
        hasProblem = true;
        problems.add("Field '" + feature.field() + "'" + rest);
    }

    /** Checks what does not depend on the reader schema. */
    void checkAlone() {
        if (!feature.scaling().equals(Scaling.NONE) && !dtype.isFloating()) {
            problem(" is scaled, but " + use() + " holds no fractions: only floating-point inputs are scaled");
        }
        if (feature.encoding() instanceof Encoding.Vocabulary vocabulary) {
            checkVocabulary(vocabulary);
        } else if (feature.encoding() instanceof Encoding.Packed packed) {
            checkPacked(packed.elements());
        }
        checkMissing();
    }

    private void checkVocabulary(Encoding.Vocabulary vocabulary) {
        if (dtype == Dtype.STRING) {
            problem(" has a vocabulary, which gives numbers, but " + use() + " takes text: remove the vocabulary");
            return;
        }
        if (vocabulary.numbers().isEmpty()) {
            problem(" has a vocabulary without categories: name at least one");
        }
        new TreeMap<>(vocabulary.numbers()).forEach((name, number) -> {
            if (!holds(number)) {
                problem(": the vocabulary gives " + InvalidFeature.quote(name) + " the number " + number + ", but "
                        + use() + cannotHold());
            }
        });
        if (vocabulary.unknown() != null && !holds(vocabulary.unknown())) {
            problem(": " + vocabulary.unknown() + " stands for unknown categories, but " + use() + cannotHold());
        }
    }

    private void checkPacked(Dtype elements) {
        if (elements == Dtype.STRING) {
            problem(": strings cannot be packed: name a number type or boolean");
        } else if (dtype == Dtype.STRING) {
            problem(" is packed " + elements.wireName() + ", but " + use()
                    + " takes text: feed it to an input of numbers");
        } else if (elements.isFloating() && !dtype.isFloating()) {
            problem(" is packed " + elements.wireName() + wouldLoseFraction());
        }
    }

    private void checkMissing() {
        MissingValue missing = feature.missing();
        boolean vocabulary = feature.encoding() instanceof Encoding.Vocabulary;
        if (missing instanceof MissingValue.Constant constant) {
            if (dtype == Dtype.STRING) {
                problem(": the number " + constant.value() + " stands for null, but " + use()
                        + " takes text: give a text");
            } else if (!holds(constant.value())) {
                problem(": " + constant.value() + " stands for null, but " + use() + cannotHold());
            }
        } else if (missing instanceof MissingValue.Text text) {
            if (feature.encoding() instanceof Encoding.Vocabulary known) {
                if (dtype != Dtype.STRING
                        && known.unknown() == null
                        && !known.numbers().containsKey(text.value())) {
                    problem(": the category " + InvalidFeature.quote(text.value())
                            + " stands for null, but is not in the vocabulary: add it, or give a number");
                }
            } else if (!vocabulary && dtype != Dtype.STRING) {
                problem(": the text " + InvalidFeature.quote(text.value()) + " stands for null, but " + use()
                        + " takes numbers: give a number, or the field a vocabulary");
            }
        }
    }

    /** Whether the tensor holds the number once it is scaled. */
    private boolean holds(double number) {
        double scaled = feature.scaling().apply(number);
        return Cell.holds(dtype, scaled) && (Double.isFinite(scaled) || !Double.isFinite(number));
    }

    private String cannotHold() {
        return " cannot hold it: choose a value in its range"
                + (dtype.isFloating() ? "" : " without a fraction, not NaN");
    }

    private String wouldLoseFraction() {
        return ", but " + use() + " would lose its fraction: feed it to a float32 or float64 input";
    }

    /** Checks a type that the field can have. */
    void checkType(Schema type) {
        if (type.getType() != Schema.Type.ARRAY) {
            checkValue(type, SchemaWords.describe(type), false);
            return;
        }
        if (feature.encoding() instanceof Encoding.Packed) {
            problem(" is " + SchemaWords.describe(type)
                    + ", but packed elements lie in bytes or fixed: remove the packed type");
            return;
        }
        int before = problems.size();
        for (Schema item : ReaderFields.withoutNull(type.getElementType())) {
            checkValue(item, SchemaWords.describe(type), true);
        }
        if (feature.width() == 1 && problems.size() == before) {
            problem(" is " + SchemaWords.describe(type) + ", but fills one element of " + use()
                    + ": set its width to the number of items");
        }
    }

    /** Checks the type of the field, or of its items, which all stands in {@code described}. */
    private void checkValue(Schema type, String described, boolean item) {
        String is = " is " + described;
        if (feature.encoding() instanceof Encoding.Packed packed) {
            checkPackedType(type, is, packed.elements());
            return;
        }
        boolean vocabulary = feature.encoding() instanceof Encoding.Vocabulary;
        int before = problems.size();
        switch (type.getType()) {
            case STRING, ENUM -> {
                if (!vocabulary && dtype != Dtype.STRING) {
                    problem(is + ", but " + use() + " takes numbers: give it a vocabulary");
                }
            }
            case BOOLEAN, INT, LONG -> {
                if (dtype == Dtype.STRING) {
                    problem(is + ", but " + use() + " takes text: name a string or enum");
                }
            }
            case FLOAT, DOUBLE -> {
                if (vocabulary) {
                    problem(
                            is
                                    + ", which names no categories: only strings, enums, integers and booleans have a vocabulary");
                } else if (dtype == Dtype.STRING) {
                    problem(is + ", but " + use() + " takes text: name a string or enum");
                } else if (!dtype.isFloating()) {
                    problem(is + wouldLoseFraction());
                }
            }
            case BYTES, FIXED -> checkBytes(type, is, vocabulary);
            case RECORD -> problem(is + notAValue() + (item ? ITEMS : ": name a field within it"));
            case MAP -> problem(is + notAValue() + (item ? ITEMS : ": name a key within it"));
            case ARRAY -> problem(is + ", whose arrays nest: flatten them before the topic");
            case NULL, UNION -> problem(is + notAValue());
        }
        if (!item && feature.width() > 1 && problems.size() == before) {
            problem(is + ", a single value, but is to fill " + feature.width() + " elements of " + use()
                    + ": only arrays and packed bytes do");
        }
    }

    private String notAValue() {
        return ", but " + use() + (dtype == Dtype.STRING ? " needs a string or enum" : " needs a number or boolean");
    }

    private void checkBytes(Schema type, String is, boolean vocabulary) {
        if (dtype == Dtype.STRING) {
            problem(is + ", but " + use() + " takes text: name a string or enum");
        } else if (vocabulary) {
            problem(is + ", which names no categories: only strings, enums, integers and booleans have a vocabulary");
        } else if (type.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
            if (decimal.getScale() > 0 && !dtype.isFloating()) {
                problem(is + wouldLoseFraction());
            }
        } else {
            problem(is + ", but " + use() + " takes numbers: say which packed type its bytes hold");
        }
    }

    private void checkPackedType(Schema type, String is, Dtype elements) {
        if (type.getType() != Schema.Type.BYTES && type.getType() != Schema.Type.FIXED) {
            problem(is + ", but packed elements lie in bytes or fixed: remove the packed type");
        } else if (type.getType() == Schema.Type.FIXED
                && type.getFixedSize() != (long) feature.width() * elements.bytes()) {
            problem(is + " of " + type.getFixedSize() + " bytes, but " + feature.width() + " elements of packed "
                    + elements.wireName() + " have " + (long) feature.width() * elements.bytes()
                    + ": correct the width or the packed type");
        }
    }

    /** Checks the default where that stands for null; the field's types have been checked. */
    void checkSchemaDefault() {
        if (!(feature.missing() instanceof MissingValue.SchemaDefault)) {
            return;
        }
        String stands = ": its default in the schema stands for null, but ";
        List<Schema.Field> fields = ReaderFields.at(reader, feature.field());
        if (fields.isEmpty()) {
            problem(stands + "a map's key has none: give a value");
            return;
        }
        if (!fields.stream().allMatch(Schema.Field::hasDefaultValue)) {
            problem(stands + "it has none: give a value");
            return;
        }
        Object value = DATA.getDefaultValue(fields.get(0));
        if (value == null) {
            problem(stands + "that is null: give a value");
        } else if (!fields.stream().allMatch(field -> Objects.equals(value, DATA.getDefaultValue(field)))) {
            problem(stands + "the records that can hold it give different ones: give a value");
        } else if (!hasProblem) {
            try {
                KnownElements.ofMissing(new Cell(dtype, 0, 0, feature), reader);
            } catch (RecordException e) {
                String message = e.failure().message();
                String field = "field '" + feature.field() + "'";
                problem(stands + message.substring(field.length()).replaceFirst("^:? ", ""));
            }
        }
    }
}
