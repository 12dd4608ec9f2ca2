package io.streamscorer.sandbox.cards;

/** How a simulated fraud came about: the three scenarios of the Fraud Detection Handbook, section 3.2. */
public enum FraudScenario {
    /** The amount is above 220: a pattern that any detector must find. */
    LARGE_AMOUNT(1),
    /** The terminal was compromised during the last 28 days: all its transactions are frauds, with ordinary amounts. */
    COMPROMISED_TERMINAL(2),
    /** The customer was compromised during the last 14 days: a third of the transactions are frauds, of five times the amount. */
    COMPROMISED_CUSTOMER(3);

    private final int number;

    FraudScenario(int number) {
        this.number = number;
    }

    /** The handbook's number of the scenario. */
    public int number() {
        return number;
    }
}
