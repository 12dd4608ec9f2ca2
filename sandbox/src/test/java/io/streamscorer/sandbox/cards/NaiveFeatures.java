package io.streamscorer.sandbox.cards;

import io.streamscorer.schemas.CardTransaction;
import io.streamscorer.schemas.CustomerActivity;
import io.streamscorer.schemas.TerminalActivity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The features of each transaction of a history, by looking through all that came before it: the reference for the simulator's.
 *
 * @param history the transactions in the order of their times, from the first
 */
record NaiveFeatures(List<SimulatedTransaction> history) {

    CustomerActivity customer(int index) {
        List<SimulatedTransaction> day = window(index, CardTransaction::getCustomerId, 0, 1);
        List<SimulatedTransaction> week = window(index, CardTransaction::getCustomerId, 0, 7);
        List<SimulatedTransaction> month = window(index, CardTransaction::getCustomerId, 0, 30);
        return new CustomerActivity(
                day.size(), week.size(), month.size(), meanAmount(day), meanAmount(week), meanAmount(month));
    }

    TerminalActivity terminal(int index) {
        List<SimulatedTransaction> day = window(index, CardTransaction::getTerminalId, 7, 1);
        List<SimulatedTransaction> week = window(index, CardTransaction::getTerminalId, 7, 7);
        List<SimulatedTransaction> month = window(index, CardTransaction::getTerminalId, 7, 30);
        return new TerminalActivity(day.size(), week.size(), month.size(), risk(day), risk(week), risk(month));
    }

    private List<SimulatedTransaction> window(
            int index, Function<CardTransaction, String> owner, int delayDays, int days) {
        CardTransaction current = history.get(index).transaction();
        String wanted = owner.apply(current);
        Instant end = current.getTime().minus(Duration.ofDays(delayDays));
        Instant start = end.minus(Duration.ofDays(days));
        return history.subList(0, index + 1).stream()
                .filter(each -> owner.apply(each.transaction()).equals(wanted))
                .filter(each -> each.transaction().getTime().isAfter(start))
                .filter(each -> !each.transaction().getTime().isAfter(end))
                .toList();
    }

    private static double meanAmount(List<SimulatedTransaction> window) {
        long cents = window.stream()
                .mapToLong(each -> Math.round(each.transaction().getAmount() * 100))
                .sum();
        return cents / (100.0 * window.size());
    }

    private static @Nullable Double risk(List<SimulatedTransaction> window) {
        long frauds = window.stream().filter(SimulatedTransaction::fraud).count();
        return window.isEmpty() ? null : (double) frauds / window.size();
    }
}
