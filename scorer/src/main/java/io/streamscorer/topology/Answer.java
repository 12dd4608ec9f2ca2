package io.streamscorer.topology;

import io.streamscorer.failure.UnavailableException;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * The value of a prediction or dead letter on its way to the sink.
 *
 * @param bytes the value as it is written, or null for a dead letter whose event had none
 * @param partition the event's partition, where the answer goes too, so that order is kept whatever the key is
 */
record Answer(byte @Nullable [] bytes, int partition) {
    /** Writes the bytes as they are. */
    static final Serializer<Answer> SERIALIZER = new Serializer<>() {
        @Override
        public byte @Nullable [] serialize(String topic, Answer answer) {
            return answer.bytes();
        }
    };

    /** Sends to the event's own partition number. */
    static final StreamPartitioner<byte[], Answer> TO_SOURCE_PARTITION =
            (topic, key, answer, partitions) -> Optional.of(Set.of(answer.partitionOf(topic, partitions)));

    /** The partition, once it is known to exist: the producer would wait for a missing one again and again. */
    private Integer partitionOf(String topic, int partitions) {
        if (partition >= partitions) {
            throw new UnavailableException(
                    "An event of partition " + partition + " has its answer in the same partition of topic '" + topic
                            + "', which has only " + partitions
                            + " partitions: the input topic has grown. Add partitions to '" + topic
                            + "' and start again",
                    null);
        }
        return partition;
    }
}
