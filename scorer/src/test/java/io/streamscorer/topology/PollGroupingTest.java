package io.streamscorer.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PollGroupingTest {
    private static final TopicPartition FIRST = Polls.EVENTS;
    private static final TopicPartition SECOND = new TopicPartition("events", 1);

    @ParameterizedTest
    @CsvSource({
        "100, 512, 32 32 32 3 1",
        "100, 40, 32 8 32 8 19 1",
        "1, 512, 1",
        "2, 512, 1 1",
        "33, 512, 32 1",
        "34, 512, 32 1 1",
        "32, 512, 31 1",
        "5, 1, 1 1 1 1 1",
        "4, 4, 3 1",
    })
    void shouldEndRunsAfter32EventsAtTheChunksEndAndBeforeThePartitionsLastEvent(
            int events, int maxChunk, String lengths) {
        // when
        List<EventRun> runs = runs(grouping(maxChunk).group(Polls.of(Map.of(FIRST, events(FIRST, 7, events)))));

        // then
        assertThat(runs).extracting(EventRun::size).containsExactlyElementsOf(numbers(lengths));
        assertThat(offsets(runs)).containsExactlyElementsOf(numbers(7, events));
        assertThat(runs).allSatisfy(run -> assertThat(run.chunk().size()).isLessThanOrEqualTo(maxChunk));
    }

    @Test
    void shouldMakeARunOfEachEventWhileRunsTakeLong() {
        // given
        InputProgress slow = new InputProgress();
        slow.pace().took(Duration.ofSeconds(1).toNanos());

        // when
        ConsumerRecords<byte[], byte[]> grouped =
                new PollGrouping("events", 512, slow).group(Polls.of(Map.of(FIRST, events(FIRST, 0, 40))));

        // then
        List<EventRun> runs = runs(grouped);
        assertThat(runs).hasSize(40).extracting(EventRun::size).containsOnly(1);
        assertThat(runs).extracting(EventRun::chunk).containsOnly(runs.get(0).chunk());
        assertThat(offsets(runs)).containsExactlyElementsOf(numbers(0, 40));
    }

    @Test
    void shouldStandAtThePlaceOfTheFirstEventSinceKafkaStreamsCommitsThatWhileTheRunWaits() {
        // when
        List<ConsumerRecord<byte[], byte[]>> records = grouping(512)
                .group(Polls.of(Map.of(SECOND, events(SECOND, 7, 70))))
                .records(SECOND);

        // then
        assertThat(records).extracting(ConsumerRecord::offset).containsExactly(7L, 39L, 71L, 76L);
        assertThat(records).extracting(ConsumerRecord::timestamp).containsExactly(1_007L, 1_039L, 1_071L, 1_076L);
        assertThat(records).allSatisfy(record -> {
            assertThat(record.topic()).isEqualTo("events");
            assertThat(record.partition()).isEqualTo(1);
            assertThat(record.leaderEpoch()).hasValue(Polls.LEADER_EPOCH);
            assertThat(record.key()).isNull();
            assertThat(record.value()).isNull();
        });
    }

    @Test
    void shouldScoreEventsOfSeveralPartitionsInOneChunk() {
        // given
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
        records.put(SECOND, events(SECOND, 0, 3));
        records.put(FIRST, events(FIRST, 0, 4));

        // when
        ConsumerRecords<byte[], byte[]> grouped = grouping(512).group(Polls.of(records));

        // then
        List<EventRun> runs = runs(grouped);
        assertThat(grouped.partitions()).containsExactly(SECOND, FIRST);
        assertThat(runs).extracting(EventRun::size).containsExactly(2, 1, 3, 1);
        assertThat(runs).extracting(EventRun::from).containsExactly(0, 2, 3, 6);
        assertThat(runs).extracting(EventRun::chunk).containsOnly(runs.get(0).chunk());
        Set<Integer> partitions = new HashSet<>();
        runs.subList(2, 4)
                .forEach(run -> partitions.add(run.chunk().event(run.from()).partition()));
        assertThat(partitions).containsExactly(0);
    }

    @Test
    void shouldKeepTheOffsetsThatFollowAndLeaveOtherTopicsAndThePollItselfAsTheyAre() {
        // given
        TopicPartition other = new TopicPartition("other", 0);
        ConsumerRecords<byte[], byte[]> poll = Polls.of(Map.of(FIRST, events(FIRST, 0, 3), other, events(other, 0, 2)));

        // when
        ConsumerRecords<byte[], byte[]> grouped = grouping(512).group(poll);

        // then
        assertThat(grouped.nextOffsets()).isEqualTo(poll.nextOffsets());
        assertThat(grouped.records(other)).isEqualTo(poll.records(other));
        assertThat(poll.count()).isEqualTo(5);
        assertThat(poll)
                .extracting(ConsumerRecord::headers)
                .allSatisfy(headers -> assertThat(headers).isEmpty());
    }

    @Test
    void shouldPassOnTheOffsetsOfAPollThatOnlyPassedOverMarkers() {
        // given
        ConsumerRecords<byte[], byte[]> poll =
                new ConsumerRecords<>(Map.of(), Map.of(FIRST, new OffsetAndMetadata(12)));

        // when
        ConsumerRecords<byte[], byte[]> grouped = grouping(512).group(poll);

        // then
        assertThat(grouped.isEmpty()).isTrue();
        assertThat(grouped.nextOffsets()).isEqualTo(poll.nextOffsets());
    }

    @Test
    void shouldBeDoneByTheInterceptor() {
        try (PollGroupingInterceptor interceptor = new PollGroupingInterceptor()) {
            // given
            interceptor.configure(Map.of(PollGrouping.SETTING, grouping(512)));

            // when / then
            assertThat(runs(interceptor.onConsume(Polls.of(Map.of(FIRST, events(FIRST, 0, 3))))))
                    .extracting(EventRun::size)
                    .containsExactly(2, 1);
        }
    }

    @Test
    void shouldRefuseToBeConfiguredWithoutItsGrouping() {
        try (PollGroupingInterceptor interceptor = new PollGroupingInterceptor()) {
            assertThatThrownBy(() -> interceptor.configure(Map.of()))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(PollGrouping.SETTING);
        }
    }

    private static PollGrouping grouping(int maxChunk) {
        return new PollGrouping("events", maxChunk, new InputProgress());
    }

    private static List<EventRun> runs(ConsumerRecords<byte[], byte[]> grouped) {
        return StreamSupport.stream(grouped.spliterator(), false)
                .map(Polls::run)
                .toList();
    }

    private static List<Integer> offsets(List<EventRun> runs) {
        List<Integer> offsets = new ArrayList<>();
        for (EventRun run : runs) {
            for (int row = run.from(); row < run.to(); row++) {
                offsets.add((int) run.chunk().event(row).offset());
            }
        }
        return offsets;
    }

    private static List<Integer> numbers(String numbers) {
        return List.of(numbers.split(" ")).stream().map(Integer::valueOf).toList();
    }

    private static List<Integer> numbers(int from, int count) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(from + i);
        }
        return numbers;
    }

    private static List<ConsumerRecord<byte[], byte[]>> events(TopicPartition partition, int firstOffset, int count) {
        return LongStream.range(firstOffset, firstOffset + count)
                .mapToObj(offset -> Polls.event(partition, offset, new byte[] {(byte) offset}))
                .toList();
    }
}
