package io.streamscorer.sandbox.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AnswerSheetTest {
    private static final String EVENTS = "events";
    private static final String PREDICTIONS = "predictions";
    private static final String DEAD_LETTERS = "dead-letters";

    private final AnswerSheet sheet = new AnswerSheet(EVENTS, 2);
    private long place;

    @BeforeEach
    void noteTheEvents() {
        // Offsets 3 and 7 of partition 0 are markers of transactions.
        for (long offset : new long[] {2, 4, 5, 6, 8}) {
            sheet.event(0, offset);
        }
        sheet.event(1, 0);
    }

    @Test
    void shouldBeCleanWhenEachEventHasOneAnswerInOrder() {
        // given
        predict(0, 2, 4, 6);
        deadLetter(0, "empty-value", 5);
        deadLetter(0, "malformed-avro", 8);
        predict(1, 0);

        // when
        AuditReport report = sheet.report();

        // then
        assertThat(report.clean()).isTrue();
        assertThat(report.events()).isEqualTo(6);
        assertThat(report.predictions()).isEqualTo(4);
        assertThat(report.deadLetters()).isEqualTo(2);
        assertThat(report.deadLettersByCategory())
                .containsExactly(Map.entry("empty-value", 1L), Map.entry("malformed-avro", 1L));
        assertThat(report.examples()).isEmpty();
    }

    @Test
    void shouldCountMissing() {
        // given
        predict(0, 2, 5, 8);
        predict(1, 0);

        // when
        AuditReport report = sheet.report();

        // then
        assertThat(report.missing()).isEqualTo(2);
        assertThat(report.clean()).isFalse();
        assertThat(report.examples()).containsExactly("missing: 2 of events-0, the first at offset 4");
    }

    @Test
    void shouldCountDuplicatesInOneTopicAndAcrossBoth() {
        // given
        predict(0, 2, 4, 5, 5, 6, 8);
        predict(1, 0);
        deadLetter(0, "model-rejected", 2);

        // when
        AuditReport report = sheet.report();

        // then
        assertThat(report.duplicated()).isEqualTo(2);
        assertThat(report.outOfOrder()).isZero();
        assertThat(report.missing()).isZero();
        assertThat(report.clean()).isFalse();
    }

    @Test
    void shouldCountOutOfOrder() {
        // given
        predict(0, 2, 6, 4, 5, 8);
        predict(1, 0);

        // when
        AuditReport report = sheet.report();

        // then
        assertThat(report.outOfOrder()).isEqualTo(2);
        assertThat(report.duplicated()).isZero();
        assertThat(report.missing()).isZero();
        assertThat(report.clean()).isFalse();
    }

    @Test
    void shouldCountMisplaced() {
        // given
        predict(0, 2, 4, 5, 6, 8);
        sheet.prediction(new SourceEvent(EVENTS, 1, 0), new TopicPartition(PREDICTIONS, 0), 99);

        // when
        AuditReport report = sheet.report();

        // then
        assertThat(report.misplaced()).isEqualTo(1);
        assertThat(report.outOfOrder()).isZero();
        assertThat(report.missing()).isZero();
        assertThat(report.clean()).isFalse();
    }

    @Test
    void shouldCountStrays() {
        // given
        predict(0, 2, 3, 4, 5, 6, 8, 9);
        predict(1, 0);
        sheet.prediction(new SourceEvent("others", 0, 2), new TopicPartition(PREDICTIONS, 0), 99);
        sheet.prediction(new SourceEvent(EVENTS, 7, 2), new TopicPartition(PREDICTIONS, 0), 100);

        // when
        AuditReport report = sheet.report();

        // then
        assertThat(report.strays()).isEqualTo(4);
        assertThat(report.predictions()).isEqualTo(6);
        assertThat(report.clean()).isFalse();
    }

    @Test
    void shouldCountUnreadable() {
        // given
        predict(0, 2, 4, 5, 6, 8);
        predict(1, 0);
        sheet.unreadable(new TopicPartition(PREDICTIONS, 0), 5, "is no Prediction");

        // when
        AuditReport report = sheet.report();

        // then
        assertThat(report.unreadable()).isEqualTo(1);
        assertThat(report.clean()).isFalse();
        assertThat(report.text()).contains("unreadable: predictions-0@5 is no Prediction");
    }

    private void predict(int partition, long... offsets) {
        for (long offset : offsets) {
            sheet.prediction(
                    new SourceEvent(EVENTS, partition, offset), new TopicPartition(PREDICTIONS, partition), place++);
        }
    }

    private void deadLetter(int partition, String category, long offset) {
        sheet.deadLetter(
                new SourceEvent(EVENTS, partition, offset),
                category,
                new TopicPartition(DEAD_LETTERS, partition),
                place++);
    }
}
