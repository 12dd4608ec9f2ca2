package io.streamscorer.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The Wisconsin diagnostic data set with a classifier that scikit-learn trained on it, and scikit-learn's own predictions for each row. The
 * script beside the models made all of it.
 */
final class Examinations {
    static final Path MODEL = Path.of("src/test/resources/models/breast-cancer").toAbsolutePath();

    /** One row: the features by name, and what scikit-learn says of them. */
    record Row(List<String> names, double[] features, String label, double malignant, double benign) {}

    private Examinations() {}

    static List<Row> rows() {
        try {
            List<String> lines = Files.readAllLines(MODEL.resolve("expected.csv"));
            List<String> header = List.of(lines.get(0).split(",", -1));
            int features = header.size() - 3;
            List<Row> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                double[] values = new double[features];
                for (int i = 0; i < features; i++) {
                    values[i] = Double.parseDouble(cells[i]);
                }
                rows.add(new Row(
                        header.subList(0, features),
                        values,
                        cells[features],
                        Double.parseDouble(cells[header.indexOf("probability_malignant")]),
                        Double.parseDouble(cells[header.indexOf("probability_benign")])));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Schema schema() {
        try {
            return new Schema.Parser().parse(Files.readString(MODEL.resolve("event.avsc")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same record with its fields in the opposite order, and one more field at the start. */
    static Schema reordered(Schema schema) {
        List<Schema.Field> fields = new ArrayList<>();
        fields.add(
                new Schema.Field("laboratory", Schema.createArray(Schema.create(Schema.Type.STRING)), "Who measured."));
        List<Schema.Field> old = schema.getFields();
        for (int i = old.size() - 1; i >= 0; i--) {
            fields.add(new Schema.Field(old.get(i), old.get(i).schema()));
        }
        return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
    }

    /** The same record with one field under another name. */
    static Schema renamed(Schema schema, String from, String to) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            fields.add(new Schema.Field(field.name().equals(from) ? to : field.name(), field.schema(), field.doc()));
        }
        return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
    }

    /** Sends the same event again and again, to each partition in turn, and waits until the brokers have them. */
    static void send(Backbone backbone, String topic, int partitions, int count) {
        Schema schema = schema();
        int schemaId = Events.register(backbone, topic + "-value", schema);
        byte[] value = Events.framed(schemaId, event(schema, "e", rows().get(0)));
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            for (int i = 0; i < count; i++) {
                Events.send(producer, new ProducerRecord<>(topic, i % partitions, null, value));
            }
        }
    }

    static GenericRecord event(Schema schema, String id, Row row) {
        GenericRecord event = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            int feature = row.names().indexOf(field.name());
            if (feature >= 0) {
                event.put(field.name(), row.features()[feature]);
            } else if (field.name().equals("id")) {
                event.put("id", id);
            } else if (field.schema().getType() == Schema.Type.ARRAY) {
                event.put(field.name(), List.of("a", "b"));
            } else {
                event.put(field.name(), 1.0);
            }
        }
        return event;
    }
}
