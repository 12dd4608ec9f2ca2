package io.streamscorer.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** What a consumer polls. */
final class Polls {
    static final TopicPartition EVENTS = new TopicPartition("events", 0);
    static final int LEADER_EPOCH = 3;
    /** How many of a transaction's markers the consumer passes over after each poll. */
    static final int MARKERS = 2;

    private Polls() {}

    /** An event whose key and timestamp follow from its offset. */
    static ConsumerRecord<byte[], byte[]> event(TopicPartition partition, long offset, byte[] value) {
        return event(partition, offset, 1_000 + offset, value, new RecordHeaders());
    }

    /** An event whose key follows from its offset. */
    static ConsumerRecord<byte[], byte[]> event(
            TopicPartition partition, long offset, long timestamp, byte[] value, RecordHeaders headers) {
        return event(partition, offset, timestamp, ("k" + offset).getBytes(UTF_8), value, headers);
    }

    static ConsumerRecord<byte[], byte[]> event(
            TopicPartition partition, long offset, long timestamp, byte[] key, byte[] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(headers),
                Optional.of(LEADER_EPOCH));
    }

    /** A poll of one partition's events. */
    static ConsumerRecords<byte[], byte[]> of(List<ConsumerRecord<byte[], byte[]>> events) {
        ConsumerRecord<byte[], byte[]> any = events.get(0);
        return of(Map.of(new TopicPartition(any.topic(), any.partition()), events));
    }

    /** A poll of several partitions' events, at least one of each. */
    static ConsumerRecords<byte[], byte[]> of(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> events) {
        Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
        events.forEach((partition, ofPartition) -> {
            long last = ofPartition.get(ofPartition.size() - 1).offset();
            next.put(partition, new OffsetAndMetadata(last + 1 + MARKERS));
        });
        return new ConsumerRecords<>(events, next);
    }

    /** The run that a grouped record stands for, which it loses by that. */
    static EventRun run(ConsumerRecord<byte[], byte[]> record) {
        return new EventRunDeserializer().deserialize(record.topic(), record.headers(), record.value());
    }
}
