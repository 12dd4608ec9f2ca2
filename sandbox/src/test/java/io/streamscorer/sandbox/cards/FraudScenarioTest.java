package io.streamscorer.sandbox.cards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.streamscorer.schemas.CardTransaction;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FraudScenarioTest {
    private static final LocalDate FIRST_DAY = LocalDate.of(2018, 4, 1);

    @Test
    void shouldHaveTheFraudRateOfTheHandbookInItsWorld() {
        // given
        CardSimulator simulator = new CardSimulator(11);
        simulator.skipDays(CardSimulator.DAYS_OF_HISTORY);

        // when
        List<SimulatedTransaction> month = days(simulator, 30);

        // then: 9,585 transactions a day and 0.84% frauds there, with the rise of the first days
        assertThat(month.size() / 30.0).isBetween(9_000.0, 10_200.0);
        assertThat(share(month, SimulatedTransaction::fraud)).isBetween(0.007, 0.011);
        assertThat(count(month, FraudScenario.COMPROMISED_TERMINAL))
                .isGreaterThan(count(month, FraudScenario.COMPROMISED_CUSTOMER));
        assertThat(count(month, FraudScenario.COMPROMISED_CUSTOMER))
                .isGreaterThan(count(month, FraudScenario.LARGE_AMOUNT));
        assertThat(count(month, FraudScenario.LARGE_AMOUNT)).isPositive();
    }

    @Test
    void shouldCallEveryLargeAmountAFraud() {
        // given
        CardSimulator simulator = new CardSimulator(12, new CardSettings(500, 500, 10, 0, 0, FIRST_DAY));

        // when
        List<SimulatedTransaction> month = days(simulator, 30);

        // then
        assertThat(month)
                .allSatisfy(each -> assertThat(each.scenario())
                        .isEqualTo(each.transaction().getAmount() > 220 ? FraudScenario.LARGE_AMOUNT : null));
        assertThat(count(month, FraudScenario.LARGE_AMOUNT)).isPositive();
        assertThat(month)
                .allSatisfy(each -> assertThat(each.transaction().getAmount()).isNotNegative());
    }

    @Test
    void shouldMakeEveryTransactionOfACompromisedTerminalAFraud() {
        // given: so many are compromised each day that none is left after a week
        CardSimulator simulator = new CardSimulator(13, new CardSettings(200, 20, 30, 20, 0, FIRST_DAY));
        simulator.skipDays(7);

        // when
        List<SimulatedTransaction> week = days(simulator, 7);

        // then
        assertThat(week)
                .isNotEmpty()
                .extracting(SimulatedTransaction::scenario)
                .containsOnly(FraudScenario.COMPROMISED_TERMINAL);
    }

    @Test
    void shouldCompromiseATerminalFor28Days() {
        // given: so few are compromised that with this seed none is twice
        CardSimulator simulator = new CardSimulator(18, new CardSettings(5_000, 3_000, 10, 1, 0, FIRST_DAY));

        // when
        List<SimulatedTransaction> days = days(simulator, 60);

        // then
        Map<String, NavigableSet<Long>> frauds =
                fraudDays(days, FraudScenario.COMPROMISED_TERMINAL, CardTransaction::getTerminalId);
        assertThat(frauds).hasSizeGreaterThan(40);
        assertThat(longestSpan(frauds)).isEqualTo(28);
        for (SimulatedTransaction each : days) {
            NavigableSet<Long> known = frauds.get(each.transaction().getTerminalId());
            long day = each.transaction()
                    .getTime()
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDate()
                    .toEpochDay();
            if (known != null && day >= known.first() && day <= known.last()) {
                assertThat(each.scenario()).isEqualTo(FraudScenario.COMPROMISED_TERMINAL);
            }
        }
    }

    @Test
    void shouldMultiplyAThirdOfACompromisedCustomersAmountsByFive() {
        // given: so many are compromised each day that none is left after two weeks
        CardSimulator simulator = new CardSimulator(15, new CardSettings(100, 50, 30, 0, 100, FIRST_DAY));
        simulator.skipDays(14);

        // when
        List<SimulatedTransaction> days = days(simulator, 60);

        // then
        List<SimulatedTransaction> multiplied = days.stream()
                .filter(each -> each.scenario() == FraudScenario.COMPROMISED_CUSTOMER)
                .toList();
        List<SimulatedTransaction> others = days.stream()
                .filter(each -> each.scenario() != FraudScenario.COMPROMISED_CUSTOMER)
                .toList();
        assertThat((double) multiplied.size() / days.size()).isCloseTo(1 / 3.0, within(0.02));
        assertThat(meanAmount(multiplied) / meanAmount(others)).isCloseTo(5, within(0.3));
    }

    @Test
    void shouldCompromiseACustomerFor14Days() {
        // given: so few are compromised that with this seed none is twice
        CardSimulator simulator = new CardSimulator(18, new CardSettings(3_000, 1_000, 10, 0, 1, FIRST_DAY));

        // when
        List<SimulatedTransaction> days = days(simulator, 60);

        // then
        Map<String, NavigableSet<Long>> frauds =
                fraudDays(days, FraudScenario.COMPROMISED_CUSTOMER, CardTransaction::getCustomerId);
        assertThat(frauds).hasSizeGreaterThan(30);
        assertThat(longestSpan(frauds)).isEqualTo(14);
    }

    private static List<SimulatedTransaction> days(CardSimulator simulator, int days) {
        List<SimulatedTransaction> read = new ArrayList<>();
        int end = simulator.day() + days;
        while (true) {
            SimulatedTransaction next = simulator.nextWithTruth();
            if (simulator.day() >= end) {
                return read;
            }
            read.add(next);
        }
    }

    private static long count(List<SimulatedTransaction> transactions, @Nullable FraudScenario scenario) {
        return transactions.stream().filter(each -> each.scenario() == scenario).count();
    }

    private static double share(
            List<SimulatedTransaction> transactions, Function<SimulatedTransaction, Boolean> property) {
        return transactions.stream().filter(property::apply).count() / (double) transactions.size();
    }

    private static double meanAmount(List<SimulatedTransaction> transactions) {
        return transactions.stream()
                .mapToDouble(each -> each.transaction().getAmount())
                .average()
                .orElseThrow();
    }

    private static Map<String, NavigableSet<Long>> fraudDays(
            List<SimulatedTransaction> transactions, FraudScenario scenario, Function<CardTransaction, String> owner) {
        Map<String, NavigableSet<Long>> days = new HashMap<>();
        for (SimulatedTransaction each : transactions) {
            if (each.scenario() == scenario) {
                long day = each.transaction()
                        .getTime()
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .toEpochDay();
                days.computeIfAbsent(owner.apply(each.transaction()), ignored -> new TreeSet<>())
                        .add(day);
            }
        }
        return days;
    }

    private static long longestSpan(Map<String, NavigableSet<Long>> days) {
        return days.values().stream()
                .mapToLong(each -> each.last() - each.first() + 1)
                .max()
                .orElseThrow();
    }
}
