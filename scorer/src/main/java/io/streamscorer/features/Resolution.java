package io.streamscorer.features;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Resolver;
import org.apache.avro.Resolver.Action;
import org.apache.avro.Resolver.Container;
import org.apache.avro.Resolver.ErrorAction;
import org.apache.avro.Resolver.ReaderUnion;
import org.apache.avro.Resolver.RecordAdjust;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Avro's resolution of an event's schema against the reader schema, refused when no event at all could be read. What only some events hit
 * (in a branch of a union, an item, a symbol) is left to the decoding of those.
 */
final class Resolution {
    /** Without the conversions of logical types that others may have registered with the shared instance. */
    private static final GenericData DATA = new GenericData();

    private final Set<String> usedPaths = new HashSet<>();
    private final Set<Action> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<String> problems = new ArrayList<>();

    private Resolution(FieldUse use) {
        use.forEach(field -> usedPaths.add(field.path()));
    }

    /**
     * Resolves the schemas.
     *
     * @throws RecordException of the category {@code schema-mismatch}, naming every field that stands in the way
     */
    static RecordAdjust resolve(Schema writer, Schema reader, FieldUse use) throws RecordException {
        Action action;
        try {
            action = Resolver.resolve(writer, reader, DATA);
        } catch (AvroRuntimeException e) {
            throw mismatch("Avro cannot resolve the event's schema against the reader schema: " + e.getMessage());
        }
        if (action instanceof RecordAdjust || action instanceof ErrorAction) {
            Resolution resolution = new Resolution(use);
            resolution.visit(action, "");
            if (!resolution.problems.isEmpty()) {
                throw mismatch(String.join("; ", resolution.problems));
            }
            if (action instanceof RecordAdjust event) {
                return event;
            }
        }
        throw mismatch("The event's schema is " + SchemaWords.describe(writer)
                + ", but a record like the reader schema's " + SchemaWords.describe(reader) + " is expected");
    }

    /** Whether Avro left out a field that the writer lacks and that has no default, which it does with records that hold themselves. */
    static boolean isIncomplete(RecordAdjust action) {
        for (Schema.Field field : action.readerOrder) {
            if (field == null) {
                return true;
            }
        }
        return false;
    }

    private void visit(Action action, String path) {
        if (!seen.add(action) && !usedPaths.contains(path)) {
            return; // a record type that was seen elsewhere, where none of its fields is used
        }
        if (action instanceof ErrorAction error) {
            if (error.error == ErrorAction.ErrorType.MISSING_REQUIRED_FIELD) {
                missingFields(error.writer, error.reader, path);
            } else if (!path.isEmpty()) {
                problems.add(SchemaWords.mismatch(path, error));
            }
        } else if (action instanceof RecordAdjust adjust) {
            if (isIncomplete(adjust)) {
                missingFields(adjust.writer, adjust.reader, path);
                return;
            }
            int next = 0;
            for (Action field : adjust.fieldActions) {
                if (field.type != Action.Type.SKIP) {
                    visit(field, join(path, adjust.readerOrder[next++].name()));
                }
            }
        } else if (action instanceof ReaderUnion union) {
            visit(union.actualAction, path);
        } else if (usedPaths.contains(path)) {
            visitUsed(action, path);
        }
    }

    /** An array means what its items mean. */
    private void visitUsed(Action action, String path) {
        if (action instanceof Container container && action.reader.getType() == Schema.Type.ARRAY) {
            visitUsed(container.elementAction, path);
        } else if (action.type == Action.Type.DO_NOTHING || action.type == Action.Type.PROMOTE) {
            String problem = LogicalMatch.problem(path, action.writer, action.reader);
            if (problem != null) {
                problems.add(problem);
            }
        }
    }

    private void missingFields(Schema writer, Schema reader, String path) {
        for (Schema.Field field : reader.getFields()) {
            if (writer.getField(field.name()) == null && !field.hasDefaultValue()) {
                String name = join(path, field.name());
                problems.add(
                        usedPaths.contains(name)
                                ? "field '" + name
                                        + "' is mapped to the model or copied, but the event's schema has no such field (or"
                                        + " alias) and the reader schema, where it is "
                                        + SchemaWords.describe(field.schema())
                                        + ", gives no default"
                                : "field '" + name + "' is " + SchemaWords.describe(field.schema())
                                        + " without a default in the reader schema, but the event's schema has no such field (or"
                                        + " alias)");
            }
        }
    }

    private static String join(String path, String name) {
        return FieldPath.join(path, name);
    }

    private static RecordException mismatch(String message) {
        return new RecordException(FailureCategory.SCHEMA_MISMATCH, message);
    }
}
