package io.streamscorer.registry;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Makes an Avro schema of what the registry holds, as Confluent's client does: referenced schemas are fetched and parsed first, in the
 * order in which they need each other, and default values are not validated. What the registry holds was written by others, so its
 * size is bounded. Any thread.
 */
final class SchemaParser {
    static final int MAX_REFERENCES = 1_000;
    static final int MAX_CHARACTERS = 8 * 1024 * 1024;

    private static final String AVRO = "AVRO";

    private final RegistryConnection connection;
    private final Secrets secrets;

    SchemaParser(RegistryConnection connection, Secrets secrets) {
        this.connection = connection;
        this.secrets = secrets;
    }

    /**
     * Parses a schema.
     *
     * @param type the registry's schema type; null or empty means Avro
     * @param text the schema as the registry returned it
     * @param references the schemas that it uses, or null for none
     * @throws UnreadableSchemaException when it is not Avro, not valid, too large, or refers to what is not there
     */
    Schema parse(@Nullable String type, @Nullable String text, @Nullable List<SchemaReference> references)
            throws UnreadableSchemaException {
        if (type != null && !type.isEmpty() && !type.equals(AVRO)) {
            throw new UnreadableSchemaException(
                    "expected an Avro schema, but its type is " + Answers.line(type, secrets));
        }
        if (text == null) {
            throw new UnreadableSchemaException("expected an Avro schema, but its text is missing");
        }
        Map<String, String> resolved = new LinkedHashMap<>();
        List<SchemaReference> used = references == null ? List.of() : references;
        resolve(used, resolved, new HashSet<>());
        int characters = text.length()
                + resolved.values().stream().mapToInt(String::length).sum();
        if (characters > MAX_CHARACTERS) {
            throw new UnreadableSchemaException(
                    "expected a schema of at most " + MAX_CHARACTERS + " characters, but it has " + characters);
        }
        try {
            return new AvroSchema(text, used, resolved, null).rawSchema();
        } catch (RuntimeException e) {
            throw new UnreadableSchemaException("expected a valid Avro schema; " + Answers.reasons(e, secrets));
        } catch (StackOverflowError e) {
            throw new UnreadableSchemaException("expected a valid Avro schema, but it is nested too deeply");
        }
    }

    private void resolve(List<SchemaReference> references, Map<String, String> resolved, Set<String> seen)
            throws UnreadableSchemaException {
        for (SchemaReference reference : references) {
            String name = reference.getName();
            if (name == null || reference.getSubject() == null || reference.getVersion() == null) {
                throw new UnreadableSchemaException(
                        "expected references with name, subject and version; one lacks them");
            }
            if (!seen.add(name)) {
                continue;
            }
            if (seen.size() > MAX_REFERENCES) {
                throw new UnreadableSchemaException("expected at most " + MAX_REFERENCES + " references");
            }
            var referenced = fetch(reference.getSubject(), reference.getVersion());
            if (referenced.getReferences() != null) {
                resolve(referenced.getReferences(), resolved, seen);
            }
            if (referenced.getSchema() == null) {
                throw new UnreadableSchemaException(
                        "the schema it refers to as " + Answers.line(name, secrets) + " has no text");
            }
            resolved.put(name, referenced.getSchema());
        }
    }

    private io.confluent.kafka.schemaregistry.client.rest.entities.Schema fetch(String subject, int version)
            throws UnreadableSchemaException {
        String request = "version " + version + " of the subject " + Answers.line(subject, secrets);
        try {
            // Also versions that are marked as deleted: other schemas may still refer to them.
            return connection.ask(request, Answers::isNotThere, service -> service.getVersion(subject, version, true));
        } catch (RestClientException e) {
            throw new UnreadableSchemaException("it refers to " + request + ", which the registry does not have");
        }
    }
}
