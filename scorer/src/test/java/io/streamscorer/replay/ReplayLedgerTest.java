package io.streamscorer.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.SetupException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayLedgerTest {
    private static final Uuid ID = Uuid.randomUuid();
    private static final FailureCategory CATEGORY = FailureCategory.UNKNOWN_SCHEMA;

    private final ReplayLedger ledger = new ReplayLedger("letters-replayed", ID);

    @Test
    void shouldKnowTheLettersOfATopicThatWasMadeAgainForOthers() {
        // when
        ledger.learn(record(Uuid.randomUuid() + "/0/events/unknown-schema", "0-100"));
        ledger.learn(record(ID + "/0/events/unknown-schema", "0-3"));
        PartitionMarks marks = ledger.of(0);

        // then
        assertThat(marks.has(Letters.of(3, CATEGORY, "events", 3, 0))).isTrue();
        assertThat(marks.has(Letters.of(4, CATEGORY, "events", 4, 0))).isFalse();
        assertThat(marks.has(Letters.of(3, FailureCategory.BAD_FRAMING, "events", 3, 0)))
                .isFalse();
        assertThat(marks.has(Letters.of(3, CATEGORY, "others", 3, 0))).isFalse();
        assertThat(ledger.of(1).has(Letters.of(3, CATEGORY, "events", 3, 0))).isFalse();
    }

    @Test
    void shouldSayEachChangeOnce() {
        // given
        PartitionMarks marks = ledger.of(2);
        marks.add(Letters.of(7, CATEGORY, "events", 7, 0));

        // when
        ProducerRecord<byte[], byte[]> change = ledger.changes(2, marks).get(0);

        // then
        assertThat(change.topic()).isEqualTo("letters-replayed");
        assertThat(change.partition()).isZero();
        assertThat(new String(change.key(), UTF_8)).isEqualTo(ID + "/2/events/unknown-schema");
        assertThat(new String(change.value(), UTF_8)).isEqualTo("7-7");
        assertThat(ledger.changes(2, marks)).isEmpty();
    }

    @Test
    void shouldIgnoreACategoryThatOnlyANewerVersionKnows() {
        // when
        ledger.learn(record(ID + "/0/events/quite-new", "all of them"));

        // then
        assertThat(ledger.of(0).takeChanged()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null,0-1",
                "key,0-1",
                "ID/0/events/unknown-schema,null",
                "ID/x/events/unknown-schema,0-1",
                "ID/0/events/unknown-schema,7"
            })
    void shouldRefuseATopicThatHoldsSomethingElse(@Nullable String key, @Nullable String value) {
        assertThatThrownBy(() -> ledger.learn(record(key == null ? null : key.replace("ID", ID.toString()), value)))
                .isInstanceOf(SetupException.class)
                .hasMessageStartingWith(
                        "Topic 'letters-replayed' is the record of which dead letters were put back, but letters-replayed-0@9 is something else")
                .hasMessageEndingWith("Give that topic to nothing else");
    }

    @Test
    void shouldRefuseMorePiecesThanARecordHolds() {
        // given
        PartitionMarks marks = ledger.of(0);
        for (int i = 0; i <= ReplayLedger.MAX_RANGES; i++) {
            marks.add(Letters.of(2L * i, CATEGORY, "events", i, 0));
            marks.leave(Letters.of(2L * i + 1, CATEGORY, "events", i, 0));
        }

        // when / then
        assertThatThrownBy(() -> ledger.changes(0, marks))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("--since, --until", "10000 separate pieces of the unknown-schema dead letters");
    }

    private static ConsumerRecord<byte[], byte[]> record(@Nullable String key, @Nullable String value) {
        return new ConsumerRecord<>(
                "letters-replayed",
                0,
                9,
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8));
    }
}
