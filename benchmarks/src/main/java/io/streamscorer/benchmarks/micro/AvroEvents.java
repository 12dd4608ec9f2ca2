package io.streamscorer.benchmarks.micro;

import io.streamscorer.benchmarks.workload.EncodedEvents;
import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.registry.WireFormat;
import org.apache.avro.Schema;

/** Encoded events in turn, with the schema that they were written with. One thread. */
final class AvroEvents {
    /** Where an event's Avro bytes begin. */
    static final int START = WireFormat.PREFIX_BYTES;

    /** Few enough to stay in the processor's cache, many enough not to be learnt by heart. */
    private static final int COUNT = 1_024;

    private final Schema schema;
    private final EncodedEvents events;
    private long number;

    AvroEvents(Workload workload) {
        this.schema = workload.schema();
        this.events = EncodedEvents.of(workload, 1, COUNT);
    }

    Schema schema() {
        return schema;
    }

    /** The next event with the wire format's prefix; its Avro bytes begin at {@link #START}. */
    byte[] next() {
        number++;
        return events.get(number);
    }
}
