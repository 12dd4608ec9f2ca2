package io.streamscorer.features;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The check that a value means to the writer what it means to the reader. Avro's resolution looks at types alone, so that microseconds read as
 * milliseconds would be wrong by a thousand, and nobody would know.
 */
final class LogicalMatch {
    private LogicalMatch() {}

    /** Why a value of a used field must not be read, or null if it may be. */
    static @Nullable String problem(String where, Schema writer, Schema reader) {
        // A fixed that was renamed by an alias of the reader's has its properties, but no logical type (Avro 1.12).
        LogicalType written = writer.getLogicalType() == null
                ? LogicalTypes.fromSchemaIgnoreInvalid(writer)
                : writer.getLogicalType();
        LogicalType read = reader.getLogicalType();
        if (read == null || (written == null ? !(read instanceof LogicalTypes.Decimal) : means(written, read))) {
            return null;
        }
        return "field '" + where + "': the event's schema has " + SchemaWords.describe(writer)
                + ", which would not mean the same when read as the reader schema's " + SchemaWords.describe(reader);
    }

    private static boolean means(LogicalType written, LogicalType read) {
        if (written instanceof LogicalTypes.Decimal one && read instanceof LogicalTypes.Decimal other) {
            return one.getScale() == other.getScale() && one.getPrecision() == other.getPrecision();
        }
        return written.getName().equals(read.getName());
    }
}
