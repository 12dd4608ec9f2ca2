package io.streamscorer.features;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What becomes of a field: the cells that it fills, whether it is copied, and the same for the fields or keys within it. */
final class FieldUse {
    private final Map<String, FieldUse> fields = new LinkedHashMap<>();
    private final List<Cell> cells = new ArrayList<>();
    private final String path;
    private boolean copied;
    private int firstNumber;

    private FieldUse(String path) {
        this.path = path;
    }

    /** The use of a whole event. */
    static FieldUse of(FeatureSpec spec) {
        FieldUse event = new FieldUse("");
        int offset = 0;
        int text = 0;
        int counter = spec.tensors().stream().mapToInt(InputTensor::rowBytes).sum();
        for (InputTensor tensor : spec.tensors()) {
            for (Feature feature : tensor.features()) {
                boolean isText = tensor.dtype() == Dtype.STRING;
                event.at(feature.field()).cells.add(new Cell(tensor.dtype(), isText ? text : offset, counter, feature));
                counter += Integer.BYTES;
                offset += feature.width() * tensor.dtype().bytes();
                text += isText ? feature.width() : 0;
            }
        }
        for (FieldPath path : spec.copiedFields()) {
            event.at(path).copied = true;
        }
        event.number(0);
        return event;
    }

    /** Numbers the fields within, those of one field one after the other. */
    private int number(int next) {
        firstNumber = next;
        int free = next + fields.size();
        for (FieldUse field : fields.values()) {
            free = field.number(free);
        }
        return free;
    }

    /** More numbers than the fields of the spec have, see {@link #firstNumber}. */
    static int numbers(FeatureSpec spec) {
        return spec.tensors().stream()
                        .flatMap(tensor -> tensor.features().stream())
                        .mapToInt(feature -> feature.field().names().size())
                        .sum()
                + spec.copiedFields().stream()
                        .mapToInt(path -> path.names().size())
                        .sum();
    }

    private FieldUse at(FieldPath target) {
        FieldUse use = this;
        for (String name : target.names()) {
            String outer = use.path;
            use = use.fields.computeIfAbsent(name, n -> new FieldUse(FieldPath.join(outer, n)));
        }
        return use;
    }

    /** The field's path, empty for the event itself. */
    String path() {
        return path;
    }

    /** The number of the first field within, in the order of {@link #fields}; the others have the next. No two fields have the same. */
    int firstNumber() {
        return firstNumber;
    }

    /** The use of the fields or keys within, by name, those of them that have a use. */
    Map<String, FieldUse> fields() {
        return fields;
    }

    /** The cells that the field fills. */
    List<Cell> cells() {
        return cells;
    }

    /** Whether the field is copied into the Prediction. */
    boolean copied() {
        return copied;
    }

    /** Visits this field and all within. */
    void forEach(Consumer<FieldUse> visitor) {
        visitor.accept(this);
        fields.values().forEach(field -> field.forEach(visitor));
    }
}
