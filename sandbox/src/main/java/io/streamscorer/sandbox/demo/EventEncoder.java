package io.streamscorer.sandbox.demo;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.streamscorer.schemas.CardTransaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes card transactions in Confluent's wire format: one zero byte, the schema's id in four bytes, then Avro's binary form. Belongs to
 * one thread.
 */
final class EventEncoder {
    /** The later schema of a producer that does not know each amount: {@link CardTransaction}, but {@code amount} may be null. */
    static final Schema NULLABLE_AMOUNT = withNullableAmount(CardTransaction.getClassSchema());

    private final int schemaId;
    private final int nullableAmountSchemaId;
    private final DatumWriter<CardTransaction> writer = new SpecificDatumWriter<>(CardTransaction.class);
    private final DatumWriter<GenericData.Record> nullableAmountWriter = new GenericDatumWriter<>(NULLABLE_AMOUNT);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable BinaryEncoder encoder;

    /**
     * @param schemaId the registry's id of {@link CardTransaction}'s schema
     * @param nullableAmountSchemaId the registry's id of {@link #NULLABLE_AMOUNT}
     */
    EventEncoder(int schemaId, int nullableAmountSchemaId) {
        this.schemaId = schemaId;
        this.nullableAmountSchemaId = nullableAmountSchemaId;
    }

    /**
     * An encoder whose schemas are registered as those of a topic's values.
     *
     * @param registryUrl the schema registry's
     * @param topic of the events; the subject is {@code <topic>-value}
     * @throws UncheckedIOException when the registry cannot be reached
     * @throws IllegalStateException when it refuses a schema
     */
    static EventEncoder registered(String registryUrl, String topic) {
        String subject = topic + "-value";
        try (CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(registryUrl, 10)) {
            int schemaId = client.register(subject, new AvroSchema(CardTransaction.getClassSchema()));
            // The subject's later version, and so what the scorer reads with: a null amount is then the event's fault,
            // not its schema's.
            int nullableAmountSchemaId = client.register(subject, new AvroSchema(NULLABLE_AMOUNT));
            return new EventEncoder(schemaId, nullableAmountSchemaId);
        } catch (IOException e) {
            throw new UncheckedIOException("The schema registry at " + registryUrl + " could not be reached", e);
        } catch (RestClientException e) {
            throw new IllegalStateException("The schema registry refused the events' schema", e);
        }
    }

    /** The transaction's bytes. */
    byte[] encode(CardTransaction transaction) {
        return encode(schemaId, writer, transaction);
    }

    /** The transaction's bytes under a schema id that the caller chooses. */
    byte[] encodeWithSchemaId(CardTransaction transaction, int otherSchemaId) {
        return encode(otherSchemaId, writer, transaction);
    }

    /** The bytes of the transaction without its amount, in the schema {@link #NULLABLE_AMOUNT}. */
    byte[] encodeWithoutAmount(CardTransaction transaction) {
        GenericData.Record record = new GenericData.Record(NULLABLE_AMOUNT);
        for (Schema.Field field : NULLABLE_AMOUNT.getFields()) {
            record.put(field.pos(), transaction.get(field.pos()));
        }
        record.put("time", transaction.getTime().toEpochMilli());
        record.put("amount", null);
        return encode(nullableAmountSchemaId, nullableAmountWriter, record);
    }

    private <T> byte[] encode(int id, DatumWriter<T> datumWriter, T datum) {
        bytes.reset();
        bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder reused = EncoderFactory.get().binaryEncoder(bytes, encoder);
        encoder = reused;
        try {
            datumWriter.write(datum, reused);
            reused.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("A card transaction could not be encoded", e);
        }
        return bytes.toByteArray();
    }

    private static Schema withNullableAmount(Schema schema) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            Schema type = field.name().equals("amount")
                    ? Schema.createUnion(Schema.create(Schema.Type.NULL), field.schema())
                    : field.schema();
            fields.add(new Schema.Field(field.name(), type, field.doc(), null));
        }
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }
}
