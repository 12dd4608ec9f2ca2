package io.streamscorer.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * The record of what was put back: a compacted topic with one text for each series of each partition of the dead-letter topic. Key: the
 * topic's id, the partition, the events' topic and the category, joined by slashes. Value: the offsets, see {@link OffsetRanges}. All in partition 0.
 * Not thread-safe.
 */
final class ReplayLedger {
    /*
     * Why a topic of its own, and not the offsets of a consumer group, which are committed in a transaction too.
     *
     * - Brokers forget the offsets of a group without members after offsets.retention.minutes, 7 days by default. The dead letters can be there
     *   longer, with default settings up to twice as long, and a replay after the 8th day would send all of them again. A compacted topic forgets
     *   nothing.
     * - A group has one number for each partition. After a replay of one category that number can only be wrong: past what was left out, which then
     *   is out of reach, or before it, and then what was put back is sent again by the next replay with another filter. One group for each
     *   category would do for that, but neither for a bound in time nor for letters of several input topics in one dead-letter topic.
     *
     * So marks say what was put back, by series and offset, and a replay reads the dead-letter topic from its beginning. It is the topic's, not the
     * application's: whoever changes application.id, or shares the dead-letter topic, must not send the same letters again. The
     * topic's id is in the key because a topic that is deleted and made again has other letters at the same offsets.
     */
    /** Bounds a ledger record to some 400 kB, which topics and producers take by default. */
    static final int MAX_RANGES = 10_000;

    private final String topic;
    private final Uuid deadLetterTopicId;
    private final Map<Integer, Map<Series, OffsetRanges>> marks = new HashMap<>();
    /** What the topic is known to say: the newest value of each key. */
    private final Map<String, String> texts = new HashMap<>();

    ReplayLedger(String topic, Uuid deadLetterTopicId) {
        this.topic = topic;
        this.deadLetterTopicId = deadLetterTopicId;
    }

    /** The ledger of a dead-letter topic: a topic, and also the transactional id of those who write it. */
    static String nameFor(String deadLetterTopic) {
        return deadLetterTopic + "-replayed";
    }

    /**
     * Reads the topic, as far as it reaches now.
     *
     * @return whether it was read to that end
     * @throws SetupException if it holds something else
     */
    boolean read(PartitionReader reader, ReplayTopics topics) {
        List<TopicPartition> only = ReplayTopics.partitions(topic, 1);
        TopicPartition partition = only.get(0);
        return reader.read(
                partition,
                ReplayTopics.offset(topics.offsets(only, OffsetSpec.earliest()), partition),
                ReplayTopics.offset(topics.offsets(only, OffsetSpec.latest()), partition),
                (records, position) -> {
                    records.forEach(this::learn);
                    return true;
                });
    }

    /**
     * Takes in a record of the topic.
     *
     * @throws SetupException if it is not one that a replay wrote
     */
    void learn(ConsumerRecord<byte[], byte[]> record) {
        try {
            String[] key = text(record.key()).split("/", -1);
            if (key.length != 4) {
                throw new IllegalArgumentException("its key has " + key.length + " parts");
            }
            FailureCategory category = category(key[3]);
            if (key[0].equals(deadLetterTopicId.toString()) && category != null) {
                String value = text(record.value());
                marks.computeIfAbsent(Integer.valueOf(key[1]), partition -> new HashMap<>())
                        .put(new Series(key[2], category), OffsetRanges.parse(value));
                texts.put(String.join("/", key), value);
            }
        } catch (IllegalArgumentException e) {
            throw new SetupException(
                    "Topic '" + topic + "' is the record of which dead letters were put back, but " + Place.of(record)
                            + " is something else (" + Lines.of(e) + "). Give that topic to nothing else",
                    e);
        }
    }

    private static String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new IllegalArgumentException("null");
        }
        return new String(bytes, UTF_8);
    }

    /** Null for one that only a newer version knows: its letters cannot be read either. */
    private static @Nullable FailureCategory category(String name) {
        for (FailureCategory category : FailureCategory.values()) {
            if (category.wireName().equals(name)) {
                return category;
            }
        }
        return null;
    }

    /** What was put back of a partition of the dead-letter topic. */
    PartitionMarks of(int partition) {
        return new PartitionMarks(marks.computeIfAbsent(partition, number -> new HashMap<>()));
    }

    /**
     * The records that say what has changed.
     *
     * @throws SetupException if too many pieces of one series were put back
     */
    List<ProducerRecord<byte[], byte[]>> changes(int partition, PartitionMarks partitionMarks) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        partitionMarks.takeChanged().forEach((series, ranges) -> {
            if (ranges.size() > MAX_RANGES) {
                throw new SetupException("--since, --until: between these times lie more than " + MAX_RANGES
                        + " separate pieces of the " + series.category().wireName() + " dead letters of partition "
                        + partition + ", since their timestamps are out of order. Take a wider time, or none");
            }
            String key = String.join(
                    "/",
                    deadLetterTopicId.toString(),
                    Integer.toString(partition),
                    series.topic(),
                    series.category().wireName());
            records.add(new ProducerRecord<>(
                    topic, 0, key.getBytes(UTF_8), ranges.toString().getBytes(UTF_8)));
        });
        return records;
    }

    /** Takes note of {@link #changes} that were committed. */
    void wrote(List<ProducerRecord<byte[], byte[]>> records) {
        records.forEach(record -> texts.put(text(record.key()), text(record.value())));
    }

    /** Whether another one has learnt the same, changes that are not {@linkplain #wrote committed} aside. */
    boolean saysTheSameAs(ReplayLedger other) {
        return texts.equals(other.texts);
    }

    /** Whether another one says the same once it {@linkplain #wrote has written} such records. */
    boolean saysTheSameAs(ReplayLedger other, List<ProducerRecord<byte[], byte[]>> records) {
        ReplayLedger after = new ReplayLedger(topic, deadLetterTopicId);
        after.texts.putAll(other.texts);
        after.wrote(records);
        return saysTheSameAs(after);
    }
}
