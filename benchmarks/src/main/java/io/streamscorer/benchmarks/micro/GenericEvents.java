package io.streamscorer.benchmarks.micro;

import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** Avro's own generic reading at its best: decoder and record are used again. One thread. */
final class GenericEvents {
    private final GenericDatumReader<GenericRecord> reader;
    private final String[] features;
    private @Nullable BinaryDecoder decoder;
    private @Nullable GenericRecord record;

    /**
     * @param writer what the events were written with
     * @param reader what they are read as
     * @param features the fields that {@link #copy} takes
     */
    GenericEvents(Schema writer, Schema reader, List<String> features) {
        this.reader = new GenericDatumReader<>(writer, reader);
        this.features = features.toArray(String[]::new);
    }

    /** Decodes an event; the record is valid until the next one. */
    GenericRecord read(byte[] event) throws IOException {
        decoder = DecoderFactory.get().binaryDecoder(event, AvroEvents.START, event.length - AvroEvents.START, decoder);
        record = reader.read(record, decoder);
        return record;
    }

    /** Copies the features of a record, null as 0. */
    void copy(GenericRecord event, float[] target) {
        for (int i = 0; i < features.length; i++) {
            Object value = event.get(features[i]);
            if (value instanceof Number number) {
                target[i] = number.floatValue();
            } else {
                target[i] = value instanceof Boolean flag && flag ? 1 : 0;
            }
        }
    }
}
