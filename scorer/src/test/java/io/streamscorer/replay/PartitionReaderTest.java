package io.streamscorer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.failure.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class PartitionReaderTest {
    private static final TopicPartition PARTITION = new TopicPartition("letters", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final StopSignal stop = new StopSignal();
    private final AtomicLong now = new AtomicLong();
    private final PartitionReader reader = new PartitionReader(consumer, PATIENCE, stop, now::get);
    private final List<Long> read = new ArrayList<>();

    @Test
    void shouldEndWhereItWasToldThoughTheTopicGrows() {
        // given
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> append(0, 3));
        consumer.schedulePollTask(() -> append(3, 6));

        // when
        boolean complete = read(0, 5);

        // then
        assertThat(complete).isTrue();
        assertThat(read).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void shouldStopWhenTold() {
        // given
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> {
            append(0, 3);
            stop.give();
        });

        // when
        boolean complete = read(0, 5);

        // then
        assertThat(complete).isFalse();
        assertThat(read).containsExactly(0L, 1L, 2L);
    }

    @Test
    void shouldGiveUpWhenNothingMoves() {
        // given
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> append(0, 3));
        consumer.schedulePollTask(() -> now.addAndGet(PATIENCE.toNanos() + 1));

        // when / then
        assertThatThrownBy(() -> read(0, 5))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("Partition letters-0 could not be read after offset 3: no broker has answered for 10 s");
    }

    @Test
    void shouldNotBlameTheBrokersForTheTimeThatTheRecordsTook() {
        // given
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> append(0, 3));
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(() -> append(3, 5));

        // when
        boolean complete = reader.read(PARTITION, 0, 5, (records, position) -> {
            records.forEach(record -> read.add(record.offset()));
            now.addAndGet(2 * PATIENCE.toNanos());
            return true;
        });

        // then
        assertThat(complete).isTrue();
        assertThat(read).containsExactly(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void shouldSayWhatTheBrokersRefuse() {
        // given
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.setPollException(new TopicAuthorizationException(Set.of("letters")));

        // when / then
        assertThatThrownBy(() -> read(0, 5))
                .isInstanceOf(SetupException.class)
                .hasMessage("No right to read topic 'letters'. Grant Read on it to this user");
    }

    @Test
    void shouldSayWhyItCouldNotRead() {
        // given
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.setPollException(new SaslAuthenticationException("wrong password"));

        // when / then
        assertThatThrownBy(() -> read(2, 5))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("Partition letters-0 could not be read after offset 2: wrong password");
    }

    private boolean read(long from, long to) {
        return reader.read(PARTITION, from, to, (records, position) -> {
            records.forEach(record -> read.add(record.offset()));
            return true;
        });
    }

    private void append(long from, long to) {
        for (long offset = from; offset < to; offset++) {
            consumer.addRecord(new ConsumerRecord<>("letters", 0, offset, null, new byte[] {1}));
        }
    }
}
