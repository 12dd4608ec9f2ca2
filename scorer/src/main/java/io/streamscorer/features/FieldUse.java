package io.streamscorer.features;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What becomes of a field: the cells that it fills, whether it is copied, and the same for the fields within it. */
final class FieldUse {
    private final Map<String, FieldUse> fields = new LinkedHashMap<>();
    private final List<Cell> cells = new ArrayList<>();
    private final String path;
    private boolean copied;

    private FieldUse(String path) {
        this.path = path;
    }

    /** The use of a whole event. */
    static FieldUse of(FeatureSpec spec) {
        FieldUse event = new FieldUse("");
        int offset = 0;
        for (InputTensor tensor : spec.tensors()) {
            for (Feature feature : tensor.features()) {
                event.at(feature.field()).cells.add(new Cell(tensor.dtype(), offset, feature));
                offset += tensor.dtype().bytes();
            }
        }
        for (FieldPath path : spec.copiedFields()) {
            event.at(path).copied = true;
        }
        return event;
    }

    private FieldUse at(FieldPath target) {
        FieldUse use = this;
        for (String name : target.names()) {
            String outer = use.path;
            use = use.fields.computeIfAbsent(name, n -> new FieldUse(outer.isEmpty() ? n : outer + "." + n));
        }
        return use;
    }

    /** The field's path, empty for the event itself. */
    String path() {
        return path;
    }

    /** The use of the fields within, by name, those of them that have a use. */
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
