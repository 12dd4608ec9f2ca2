package io.streamscorer.scoring;

import io.streamscorer.failure.RecordException;
import org.apache.avro.Schema;

/** Finds the schema that an event was written with. Thread-safe. */
@FunctionalInterface
public interface WriterSchemas {
    /**
     * The schema with this id.
     *
     * @throws RecordException if the registry is there and says that no event can have this id
     * @throws io.streamscorer.failure.UnavailableException if the registry could not be asked
     */
    Schema schema(int id) throws RecordException;
}
