package io.streamscorer.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.topology.DeadLetterHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LetterSorterTest {
    private static final Uuid TOPIC_ID = Uuid.randomUuid();
    private static final FailureCategory A = FailureCategory.MISSING_FEATURE;
    private static final FailureCategory B = FailureCategory.BAD_FRAMING;
    private static final FailureCategory C = FailureCategory.EMPTY_VALUE;

    /** What the ledger's topic holds. */
    private final List<ConsumerRecord<byte[], byte[]>> ledger = new ArrayList<>();

    record Letter(FailureCategory category, long timestamp, boolean ours) {}

    record Round(Selection selection, int letters) {}

    @Property(tries = 2_000)
    void shouldPutBackEachLetterTheFirstTimeThatItIsAskedForAndNeverAgain(
            @ForAll("letters") List<Letter> letters, @ForAll("rounds") List<Round> rounds) {
        // given
        ledger.clear();
        Set<Integer> putBack = new HashSet<>();
        for (Round round : rounds) {
            Set<Integer> expected = new HashSet<>();
            for (int i = 0; i < Math.min(round.letters(), letters.size()); i++) {
                Letter letter = letters.get(i);
                if (letter.ours()
                        && !putBack.contains(i)
                        && round.selection().takes(event(i, letter))
                        && expected.size() < round.selection().limit()) {
                    expected.add(i);
                }
            }

            // when
            Set<Integer> actual = replay(letters.subList(0, Math.min(round.letters(), letters.size())), round);

            // then
            assertThat(actual).isEqualTo(expected);
            putBack.addAll(actual);
        }
    }

    /** As {@link Replay} does it, through the ledger's texts, with a commit every third letter. */
    private Set<Integer> replay(List<Letter> letters, Round round) {
        ReplayLedger read = new ReplayLedger("ledger", TOPIC_ID);
        ledger.forEach(read::learn);
        PartitionMarks marks = read.of(0);
        LetterSorter sorter = new LetterSorter("events", 1, round.selection(), marks);
        Set<Integer> putBack = new HashSet<>();
        for (int i = 0; i < letters.size(); i++) {
            sorter.remember(event(i, letters.get(i)));
        }
        for (int i = 0; i < letters.size(); i++) {
            boolean room = putBack.size() < round.selection().limit();
            if (sorter.judge(event(i, letters.get(i)), room) == Verdict.PUT_BACK) {
                putBack.add(i);
            }
            if (i % 3 == 2 || i == letters.size() - 1) {
                read.changes(0, marks).forEach(this::append);
            }
        }
        return putBack;
    }

    private void append(ProducerRecord<byte[], byte[]> record) {
        ledger.add(new ConsumerRecord<>(record.topic(), 0, ledger.size(), record.key(), record.value()));
    }

    /** Offsets with gaps, as transactions leave them. */
    private static BuriedEvent event(int i, Letter letter) {
        return Letters.of(2L * i, letter.category(), letter.ours() ? "events" : "others", i, letter.timestamp());
    }

    @Provide
    Arbitrary<List<Letter>> letters() {
        return Combinators.combine(
                        Arbitraries.of(A, B, C),
                        Arbitraries.longs().between(0, 5),
                        Arbitraries.of(true, true, true, false))
                .as(Letter::new)
                .list()
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Round>> rounds() {
        Arbitrary<@Nullable Instant> bound =
                Arbitraries.longs().between(0, 6).map(Instant::ofEpochMilli).injectNull(0.6);
        Arbitrary<Selection> selection = Combinators.combine(
                        Arbitraries.of(A, B, C).set(),
                        bound,
                        bound,
                        Arbitraries.oneOf(
                                Arbitraries.just(Long.MAX_VALUE),
                                Arbitraries.longs().between(1, 6)))
                .as(Selection::new);
        return Combinators.combine(selection, Arbitraries.integers().between(0, 30))
                .as(Round::new)
                .list()
                .ofMaxSize(6);
    }

    @Test
    void shouldHoldAWholeCategoryInOneRangeWhateverLiesBetween() {
        // given
        List<Letter> letters = Stream.of(A, B, A, B, A, B, A)
                .map(category -> new Letter(category, 1, true))
                .toList();

        // when
        Set<Integer> putBack = replay(letters, new Round(new Selection(Set.of(A), null, null, Long.MAX_VALUE), 7));

        // then
        ReplayLedger read = new ReplayLedger("ledger", TOPIC_ID);
        ledger.forEach(read::learn);
        assertThat(putBack).containsExactlyInAnyOrder(0, 2, 4, 6);
        assertThat(read.of(0).of(new Series("events", A))).hasToString("0-12");
        assertThat(read.of(0).of(new Series("events", B))).isNull();
    }

    @Test
    void shouldPutBackAnEventOnceThoughTwoLettersHoldIt() {
        // given
        Map<Series, OffsetRanges> marks = new HashMap<>();
        LetterSorter sorter = sorter(marks, 1);
        List<BuriedEvent> letters = List.of(
                Letters.of(10, A, "events", 5, 1),
                Letters.of(11, A, "events", 6, 1),
                Letters.of(12, A, "events", 5, 1),
                Letters.of(13, A, "events", 5, 2));

        // when
        List<Verdict> verdicts =
                letters.stream().map(letter -> sorter.judge(letter, true)).toList();
        LetterSorter next = sorter(marks, 1);
        List<Verdict> again =
                letters.stream().map(letter -> next.judge(letter, true)).toList();

        // then: the last is an event of a topic that was made again
        assertThat(verdicts).containsExactly(Verdict.PUT_BACK, Verdict.PUT_BACK, Verdict.SAME_EVENT, Verdict.PUT_BACK);
        assertThat(again).containsOnly(Verdict.PUT_BACK_BEFORE);
    }

    @Test
    void shouldPutBackAnEventOnceThoughTheLetterThatWasTakenFirstStandsLast() {
        // given
        Map<Series, OffsetRanges> marks = new HashMap<>();
        BuriedEvent first = Letters.of(10, A, "events", 5, 1);
        BuriedEvent second = Letters.of(11, B, "events", 5, 1);
        LetterSorter ofB = new LetterSorter(
                "events", 1, new Selection(Set.of(B), null, null, Long.MAX_VALUE), new PartitionMarks(marks));
        List<Verdict> before = List.of(ofB.judge(first, true), ofB.judge(second, true));

        // when
        LetterSorter ofAll = sorter(marks, 1);
        List.of(first, second).forEach(ofAll::remember);
        List<Verdict> after = List.of(ofAll.judge(first, true), ofAll.judge(second, true));

        // then
        assertThat(before).containsExactly(Verdict.LEFT_OUT, Verdict.PUT_BACK);
        assertThat(after).containsExactly(Verdict.SAME_EVENT, Verdict.PUT_BACK_BEFORE);
    }

    @Test
    void shouldLeaveWhatCannotBePutBackAndNotLoseItWhenItCan() throws Exception {
        // given
        Map<Series, OffsetRanges> marks = new HashMap<>();
        Headers cut = Letters.headers(new RecordHeaders(), A, "events", 0, 2, 1);
        Letters.put(cut, DeadLetterHeaders.OMITTED_VALUE_BYTES, "9");
        BuriedEvent incomplete = BuriedEvent.read(Letters.read(2, cut, null, null));
        BuriedEvent elsewhere = BuriedEvent.read(
                Letters.read(3, Letters.headers(new RecordHeaders(), A, "events", 1, 3, 1), null, null));
        List<BuriedEvent> letters =
                List.of(Letters.of(1, A, "events", 1, 1), incomplete, elsewhere, Letters.of(4, A, "events", 4, 1));

        // when
        LetterSorter narrow = sorter(marks, 1);
        List<Verdict> first =
                letters.stream().map(letter -> narrow.judge(letter, true)).toList();
        LetterSorter wide = sorter(marks, 2);
        List<Verdict> second =
                letters.stream().map(letter -> wide.judge(letter, true)).toList();

        // then
        assertThat(first).containsExactly(Verdict.PUT_BACK, Verdict.INCOMPLETE, Verdict.NO_PARTITION, Verdict.PUT_BACK);
        assertThat(second)
                .containsExactly(
                        Verdict.PUT_BACK_BEFORE, Verdict.INCOMPLETE, Verdict.PUT_BACK, Verdict.PUT_BACK_BEFORE);
    }

    private static LetterSorter sorter(Map<Series, OffsetRanges> marks, int partitions) {
        return new LetterSorter(
                "events", partitions, new Selection(Set.of(), null, null, Long.MAX_VALUE), new PartitionMarks(marks));
    }

    @Test
    void shouldCountLettersOfOtherTopicsApart() {
        // given
        LetterSorter sorter = sorter(new HashMap<>(), 1);

        // when
        Verdict verdict = sorter.judge(Letters.of(0, A, "others", 0, 0), true);

        // then
        assertThat(verdict).isEqualTo(Verdict.OTHER_TOPIC);
    }
}
