package io.streamscorer.sandbox.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.schemas.CardTransaction;
import io.streamscorer.schemas.TerminalActivity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CardSimulatorTest {
    private static final LocalDate FIRST_DAY = LocalDate.of(2018, 4, 1);
    private static final CardSettings SMALL = new CardSettings(60, 25, 40, 1, 1, FIRST_DAY);

    @Test
    void shouldGiveTheSameTransactionsForTheSameSeed() {
        // given
        CardSimulator one = new CardSimulator(7, SMALL);
        CardSimulator other = new CardSimulator(7, SMALL);

        // when
        List<SimulatedTransaction> first = read(one, 5_000);
        List<SimulatedTransaction> second = read(other, 5_000);

        // then
        assertThat(first).isEqualTo(second);
    }

    @Test
    void shouldGiveOtherTransactionsForAnotherSeed() {
        // given
        CardSimulator one = new CardSimulator(7, SMALL);
        CardSimulator other = new CardSimulator(8, SMALL);

        // when
        List<SimulatedTransaction> first = read(one, 100);
        List<SimulatedTransaction> second = read(other, 100);

        // then
        assertThat(first).doesNotContainAnyElementsOf(second);
    }

    @Test
    void shouldGiveTheSameTransactionsOnEveryJavaVersion() throws Exception {
        // given
        CardSimulator simulator = new CardSimulator(2018);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");

        // when
        for (SimulatedTransaction each : read(simulator, 20_000)) {
            digest.update(bytes(each.transaction()));
        }

        // then
        assertThat(HexFormat.of().formatHex(digest.digest(), 0, 8)).isEqualTo("f7fbe9bce24b6565");
    }

    @Test
    void shouldRunForwardInTimeWithRisingIds() {
        // given
        CardSimulator simulator = new CardSimulator(1, SMALL);

        // when
        List<CardTransaction> transactions = events(read(simulator, 20_000));

        // then
        assertThat(transactions)
                .isSortedAccordingTo((left, right) -> left.getTime().compareTo(right.getTime()));
        for (int index = 0; index < transactions.size(); index++) {
            assertThat(transactions.get(index).getTransactionId()).isEqualTo(index + 1L);
        }
        assertThat(transactions.get(0).getTime())
                .isAfterOrEqualTo(FIRST_DAY.atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    @Test
    void shouldTellWeekendsAndNights() {
        // given
        CardSimulator simulator = new CardSimulator(1, SMALL);

        // when
        List<CardTransaction> transactions = events(read(simulator, 5_000));

        // then
        for (CardTransaction each : transactions) {
            OffsetDateTime time = each.getTime().atOffset(ZoneOffset.UTC);
            boolean weekend = time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY;
            assertThat(each.getDuringWeekend()).isEqualTo(weekend);
            assertThat(each.getDuringNight()).isEqualTo(time.getHour() <= 6);
        }
        assertThat(transactions).extracting(CardTransaction::getDuringWeekend).contains(true, false);
        assertThat(transactions).extracting(CardTransaction::getDuringNight).contains(true, false);
    }

    @Test
    void shouldGoOnAfterSkippedDaysAsIfTheyHadBeenRead() {
        // given
        CardSimulator skipping = new CardSimulator(3, SMALL);
        CardSimulator reading = new CardSimulator(3, SMALL);
        SimulatedTransaction expected;
        do {
            expected = reading.nextWithTruth();
        } while (reading.day() < CardSimulator.DAYS_OF_HISTORY);

        // when
        read(skipping, 10);
        skipping.skipDays(CardSimulator.DAYS_OF_HISTORY);

        // then
        assertThat(skipping.nextWithTruth()).isEqualTo(expected);
        assertThat(read(skipping, 2_000)).isEqualTo(read(reading, 2_000));
    }

    @Test
    void shouldRejectToSkipBackwards() {
        CardSimulator simulator = new CardSimulator(3, SMALL);

        assertThatThrownBy(() -> simulator.skipDays(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Days to skip must be at least 0, not -1");
    }

    @Test
    void shouldComputeTheFeaturesThatARecomputationFinds() {
        // given
        CardSimulator simulator = new CardSimulator(5, SMALL);

        // when
        List<SimulatedTransaction> history = read(simulator, 7_000);

        // then
        NaiveFeatures naive = new NaiveFeatures(history);
        for (int index = 0; index < history.size(); index++) {
            CardTransaction transaction = history.get(index).transaction();
            assertThat(transaction.getCustomer()).isEqualTo(naive.customer(index));
            assertThat(transaction.getTerminal()).isEqualTo(naive.terminal(index));
        }
        OffsetDateTime last =
                history.get(history.size() - 1).transaction().getTime().atOffset(ZoneOffset.UTC);
        assertThat(last.toLocalDate()).isAfter(FIRST_DAY.plusDays(CardSimulator.DAYS_OF_HISTORY));
        assertThat(events(history))
                .extracting(CardTransaction::getTerminal)
                .extracting(TerminalActivity::getRisk7Days)
                .contains(null, 0.0, 1.0);
    }

    private static List<SimulatedTransaction> read(CardSimulator simulator, int count) {
        List<SimulatedTransaction> read = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            read.add(simulator.nextWithTruth());
        }
        return read;
    }

    private static List<CardTransaction> events(List<SimulatedTransaction> simulated) {
        return simulated.stream().map(SimulatedTransaction::transaction).toList();
    }

    private static byte[] bytes(CardTransaction transaction) throws IOException {
        ByteBuffer message = transaction.toByteBuffer();
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return bytes;
    }
}
