package io.streamscorer.sandbox.cards;

import java.time.LocalDate;

/**
 * The size of a simulated world. {@link #defaults()} are the Fraud Detection Handbook's: some 9,600 transactions a day, of which about
 * 0.8% are frauds.
 *
 * @param customers the number of customers, at least 1
 * @param terminals the number of terminals, at least 1
 * @param radius how far from home a customer goes, in a square of 100 by 100; above 0
 * @param compromisedTerminalsPerDay how many terminals are compromised each day; at least 0
 * @param compromisedCustomersPerDay how many customers are compromised each day; at least 0
 * @param firstDay the first simulated day, UTC
 */
public record CardSettings(
        int customers,
        int terminals,
        double radius,
        int compromisedTerminalsPerDay,
        int compromisedCustomersPerDay,
        LocalDate firstDay) {

    public CardSettings {
        atLeast(1, customers, "customers");
        atLeast(1, terminals, "terminals");
        atLeast(0, compromisedTerminalsPerDay, "compromisedTerminalsPerDay");
        atLeast(0, compromisedCustomersPerDay, "compromisedCustomersPerDay");
        if (!(radius > 0)) {
            throw new IllegalArgumentException("radius must be above 0, not " + radius);
        }
    }

    /** The handbook's world: 5,000 customers, 10,000 terminals, a radius of 5, from 1 April 2018. */
    public static CardSettings defaults() {
        return new CardSettings(5_000, 10_000, 5, 2, 3, LocalDate.of(2018, 4, 1));
    }

    private static void atLeast(int min, int value, String name) {
        if (value < min) {
            throw new IllegalArgumentException(name + " must be at least " + min + ", not " + value);
        }
    }
}
