package io.streamscorer.benchmarks.workload;

import io.streamscorer.registry.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** A workload's events in Confluent's wire format, which senders take turns with. Immutable; the arrays are not to be changed. */
public final class EncodedEvents {
    private final byte[][] values;
    private final BitSet broken;

    private EncodedEvents(byte[][] values, BitSet broken) {
        this.values = values;
        this.broken = broken;
    }

    /**
     * Encodes the events of a workload.
     *
     * @param schemaId the registry's id of the workload's schema
     * @param count how many different events
     */
    public static EncodedEvents of(Workload workload, int schemaId, int count) {
        Schema schema = workload.schema();
        byte[] prefix = WireFormat.prefix(schemaId);
        List<GenericData.Record> events = workload.events(count);
        GenericDatumWriter<GenericData.Record> writer = new GenericDatumWriter<>(schema);
        byte[][] values = new byte[count][];
        for (int i = 0; i < count; i++) {
            values[i] = encode(writer, events.get(i), prefix);
        }
        return new EncodedEvents(values, new BitSet());
    }

    /**
     * The same, of which some end in the middle. They lie at equal distances, so that they come to all partitions.
     *
     * @param events how many of {@link #count}, less than half
     */
    public EncodedEvents withBroken(int events) {
        byte[][] changed = values.clone();
        BitSet marks = new BitSet();
        for (int i = 0; i < events; i++) {
            int index = i * (values.length / events) + i;
            changed[index] = Arrays.copyOf(values[index], values[index].length / 2);
            marks.set(index);
        }
        return new EncodedEvents(changed, marks);
    }

    /** How many of the first events that are sent are broken. */
    public long broken(long sent) {
        long rounds = sent / values.length;
        int rest = (int) (sent % values.length);
        return rounds * broken.cardinality() + broken.get(0, rest).cardinality();
    }

    /** One record after the prefix. */
    private static byte[] encode(
            GenericDatumWriter<GenericData.Record> writer, GenericData.Record event, byte[] prefix) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(prefix);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            writer.write(event, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("An event could not be encoded", e);
        }
        return bytes.toByteArray();
    }

    /** The event of a number: they repeat after {@link #count}. */
    public byte[] get(long number) {
        return values[(int) (number % values.length)];
    }

    /** How many different events there are. */
    public int count() {
        return values.length;
    }

    /** The mean size of an event in bytes. */
    public int meanBytes() {
        long total = 0;
        for (byte[] value : values) {
            total += value.length;
        }
        return (int) (total / values.length);
    }
}
