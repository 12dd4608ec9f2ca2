package io.streamscorer.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.PartitionInfo;

/**
 * What a producer said of its topics' partitions, for as long as a thousand sends, until one fails, and until the next commit. Kafka Streams
 * asks before each record that has a partitioner, and the producer answers under a lock which its sending thread wants too: 4 % of a stream
 * thread's time in a profile. The producer itself looks again at its metadata at every send, so a topic that is gone is noticed there.
 *
 * <p>Used by the one thread that sends; only {@link #doubt} is for all threads.
 */
final class KnownPartitions {
    static final int USES = 1_000;

    private final Function<String, List<PartitionInfo>> producer;
    private final Map<String, Known> topics = new HashMap<>();
    private volatile boolean doubtful;

    KnownPartitions(Function<String, List<PartitionInfo>> producer) {
        this.producer = producer;
    }

    /** The partitions of a topic: what the producer said lately, else what it says now. Throws what the producer throws. */
    List<PartitionInfo> of(String topic) {
        if (doubtful) {
            doubtful = false;
            topics.clear();
        }
        Known known = topics.get(topic);
        if (known != null && known.uses < USES) {
            known.uses++;
            return known.partitions;
        }
        List<PartitionInfo> partitions = producer.apply(topic);
        topics.put(topic, new Known(partitions));
        return partitions;
    }

    /** A send failed, or some time has passed: the producer is to be asked again. */
    void doubt() {
        doubtful = true;
    }

    private static final class Known {
        private final List<PartitionInfo> partitions;
        private int uses = 1;

        Known(List<PartitionInfo> partitions) {
            this.partitions = partitions;
        }
    }
}
