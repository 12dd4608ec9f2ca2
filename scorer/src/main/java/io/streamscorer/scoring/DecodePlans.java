package io.streamscorer.scoring;

import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.RecordFailure;
import io.streamscorer.features.DecodePlan;
import io.streamscorer.features.FeatureSpec;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;

/**
 * The decode plan of each writer schema, compiled when its first event comes and kept: a topic has few schemas, and only ids that the
 * registry knows are kept. Thread-safe.
 */
public final class DecodePlans {
    /** A plan, or why there can be none. */
    private sealed interface Entry {
        record Usable(DecodePlan plan) implements Entry {}

        record Unusable(RecordFailure failure) implements Entry {}
    }

    private final WriterSchemas writerSchemas;
    private final Schema reader;
    private final FeatureSpec spec;
    private final ConcurrentMap<Integer, Entry> entries = new ConcurrentHashMap<>();

    /**
     * Makes an empty cache.
     *
     * @param writerSchemas where schemas are looked up by id
     * @param reader the schema that events are read as
     * @param spec what is read from them
     */
    public DecodePlans(WriterSchemas writerSchemas, Schema reader, FeatureSpec spec) {
        this.writerSchemas = writerSchemas;
        this.reader = reader;
        this.spec = spec;
    }

    /**
     * The plan for events of this schema.
     *
     * @throws RecordException if there is no such schema, or it does not fit the reader schema or the mapped fields
     * @throws io.streamscorer.failure.UnavailableException if the registry could not be asked
     */
    DecodePlan plan(int schemaId) throws RecordException {
        Entry entry = entries.get(schemaId);
        if (entry == null) {
            entry = compile(writerSchemas.schema(schemaId));
            entries.put(schemaId, entry);
        }
        if (entry instanceof Entry.Unusable unusable) {
            throw new RecordException(unusable.failure());
        }
        return ((Entry.Usable) entry).plan();
    }

    private Entry compile(Schema writer) {
        try {
            return new Entry.Usable(DecodePlan.compile(writer, reader, spec));
        } catch (RecordException e) {
            return new Entry.Unusable(e.failure());
        }
    }
}
