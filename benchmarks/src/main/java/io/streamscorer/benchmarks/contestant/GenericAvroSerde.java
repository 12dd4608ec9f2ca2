package io.streamscorer.benchmarks.contestant;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Generic records in Confluent's wire format. Like Confluent's own serializers it keeps one reader for each schema and one writer, and
 * makes a decoder, an encoder and a stream for each record.
 */
final class GenericAvroSerde {
    private static final int PREFIX_BYTES = 5;

    private GenericAvroSerde() {}

    /** A serde that reads what was written with any schema of the registry; it cannot write. */
    static Serde<GenericRecord> of(SchemaRegistryClient registry, String topic) {
        Map<Integer, GenericDatumReader<GenericRecord>> readers = new ConcurrentHashMap<>();
        Deserializer<GenericRecord> deserializer = (unused, bytes) -> {
            int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
            GenericDatumReader<GenericRecord> reader =
                    readers.computeIfAbsent(id, missing -> new GenericDatumReader<>(schema(registry, missing)));
            try {
                return reader.read(
                        null,
                        DecoderFactory.get().binaryDecoder(bytes, PREFIX_BYTES, bytes.length - PREFIX_BYTES, null));
            } catch (IOException e) {
                throw new SerializationException("An event of topic " + topic + " is no Avro", e);
            }
        };
        return Serdes.serdeFrom(
                (unused, event) -> {
                    throw new SerializationException("Events are only read");
                },
                deserializer);
    }

    /** A serde that registers a schema and writes with it; it cannot read. */
    static Serde<GenericRecord> writing(SchemaRegistryClient registry, String subject, Schema schema) {
        byte[] prefix = ByteBuffer.allocate(PREFIX_BYTES)
                .put((byte) 0)
                .putInt(register(registry, subject, schema))
                .array();
        GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(schema);
        Serializer<GenericRecord> serializer = (topic, record) -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(prefix);
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
            try {
                writer.write(record, encoder);
                encoder.flush();
            } catch (IOException e) {
                throw new SerializationException("A prediction could not be written", e);
            }
            return bytes.toByteArray();
        };
        return Serdes.serdeFrom(serializer, (topic, bytes) -> {
            throw new SerializationException("Predictions are only written");
        });
    }

    private static Schema schema(SchemaRegistryClient registry, int id) {
        try {
            return ((AvroSchema) registry.getSchemaById(id)).rawSchema();
        } catch (IOException e) {
            throw new UncheckedIOException("The schema registry did not answer", e);
        } catch (RestClientException e) {
            throw new SerializationException("The schema registry does not know schema " + id, e);
        }
    }

    private static int register(SchemaRegistryClient registry, String subject, Schema schema) {
        try {
            return registry.register(subject, new AvroSchema(schema));
        } catch (IOException e) {
            throw new UncheckedIOException("The schema registry did not answer", e);
        } catch (RestClientException e) {
            throw new IllegalStateException("The schema registry refused the schema of the predictions", e);
        }
    }
}
