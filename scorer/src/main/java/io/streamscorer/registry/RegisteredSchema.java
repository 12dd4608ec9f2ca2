package io.streamscorer.registry;

import java.util.Objects;
import org.apache.avro.Schema;

/**
 * A schema as a subject of the registry holds it.
 *
 * @param id the id that the wire format carries
 * @param version the version under the subject, from 1
 * @param schema the schema
 */
public record RegisteredSchema(int id, int version, Schema schema) {
    public RegisteredSchema {
        Objects.requireNonNull(schema, "schema");
    }
}
