package io.streamscorer.integration;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.streamscorer.registry.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes events with Avro's own writer, in Confluent's wire format. */
final class Events {
    private Events() {}

    static int register(Backbone backbone, String subject, Schema schema) {
        try (CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(backbone.registryUrl(), 100)) {
            return client.register(subject, new AvroSchema(schema));
        } catch (Exception e) {
            throw new IllegalStateException("Could not register the schema of " + subject, e);
        }
    }

    static byte[] framed(int schemaId, GenericRecord event) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(WireFormat.prefix(schemaId));
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(event.getSchema()).write(event, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends without waiting; a record that does not arrive is missed by who counts the answers. */
    static void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        Future<RecordMetadata> unused = producer.send(record);
    }

    static KafkaProducer<byte[], byte[]> producer(Backbone backbone) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", backbone.bootstrapServers(), "linger.ms", "5", "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
