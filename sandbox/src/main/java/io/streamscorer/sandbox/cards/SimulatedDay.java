package io.streamscorer.sandbox.cards;

import io.streamscorer.sandbox.cards.CardPopulation.Customer;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The payments of one day, in the order of their times. One instance is filled again for each day, in order; days are counted from 0.
 * Belongs to one thread.
 */
final class SimulatedDay {
    static final int MILLIS = 86_400_000;

    private static final int NOON = MILLIS / 2;
    private static final double TIME_DEVIATION = 20_000_000;
    private static final int LARGE_AMOUNT_CENTS = 22_000;
    private static final int TERMINAL_COMPROMISED_DAYS = 28;
    private static final int CUSTOMER_COMPROMISED_DAYS = 14;
    private static final int FRAUD_AMOUNT_FACTOR = 5;

    private final CardPopulation population;
    private final CardSettings settings;
    private final Random random;
    private final int[] terminalCompromisedUntil;
    private final int[] customerCompromisedUntil;
    private int size;
    private long[] order = new long[1024];
    private int[] customers = new int[1024];
    private int[] terminals = new int[1024];
    private int[] cents = new int[1024];
    private @Nullable FraudScenario[] scenarios = new FraudScenario[1024];

    SimulatedDay(CardPopulation population, CardSettings settings, Random random) {
        this.population = population;
        this.settings = settings;
        this.random = random;
        terminalCompromisedUntil = new int[population.terminals()];
        customerCompromisedUntil = new int[population.customers()];
    }

    /** Replaces the payments by those of the given day. */
    void fill(int day) {
        compromise(settings.compromisedTerminalsPerDay(), terminalCompromisedUntil, day + TERMINAL_COMPROMISED_DAYS);
        compromise(settings.compromisedCustomersPerDay(), customerCompromisedUntil, day + CUSTOMER_COMPROMISED_DAYS);
        size = 0;
        for (int customer = 0; customer < population.customers(); customer++) {
            Customer profile = population.customer(customer);
            if (profile.terminals().length > 0) {
                for (int left = poisson(profile.meanTransactionsPerDay()); left > 0; left--) {
                    pay(day, customer, profile);
                }
            }
        }
        Arrays.sort(order, 0, size);
    }

    int size() {
        return size;
    }

    /** The payment's time in milliseconds since midnight. */
    int time(int payment) {
        return (int) (order[payment] >>> Integer.SIZE);
    }

    int customer(int payment) {
        return customers[(int) order[payment]];
    }

    int terminal(int payment) {
        return terminals[(int) order[payment]];
    }

    /** The amount in hundredths of the currency's main unit. */
    int cents(int payment) {
        return cents[(int) order[payment]];
    }

    @Nullable
    FraudScenario scenario(int payment) {
        return scenarios[(int) order[payment]];
    }

    private void compromise(int count, int[] until, int end) {
        for (int left = count; left > 0; left--) {
            until[random.nextInt(until.length)] = end;
        }
    }

    private void pay(int day, int customer, Customer profile) {
        double time = NOON + random.nextGaussian() * TIME_DEVIATION;
        if (time < 0 || time >= MILLIS) {
            return;
        }
        double amount = profile.meanAmount() + random.nextGaussian() * profile.meanAmount() / 2;
        if (amount < 0) {
            amount = random.nextDouble() * profile.meanAmount() * 2;
        }
        int terminal = profile.terminals()[random.nextInt(profile.terminals().length)];
        int paid = (int) Math.round(amount * 100);
        FraudScenario scenario = null;
        if (paid > LARGE_AMOUNT_CENTS) {
            scenario = FraudScenario.LARGE_AMOUNT;
        }
        if (day < terminalCompromisedUntil[terminal]) {
            scenario = FraudScenario.COMPROMISED_TERMINAL;
        }
        if (day < customerCompromisedUntil[customer] && random.nextInt(3) == 0) {
            scenario = FraudScenario.COMPROMISED_CUSTOMER;
            paid *= FRAUD_AMOUNT_FACTOR;
        }
        append((int) time, customer, terminal, paid, scenario);
    }

    private void append(int time, int customer, int terminal, int paid, @Nullable FraudScenario scenario) {
        if (size == order.length) {
            order = Arrays.copyOf(order, size * 2);
            customers = Arrays.copyOf(customers, size * 2);
            terminals = Arrays.copyOf(terminals, size * 2);
            cents = Arrays.copyOf(cents, size * 2);
            scenarios = Arrays.copyOf(scenarios, size * 2);
        }
        order[size] = (long) time << Integer.SIZE | size;
        customers[size] = customer;
        terminals[size] = terminal;
        cents[size] = paid;
        scenarios[size] = scenario;
        size++;
    }

    /** A draw from the Poisson distribution, by Knuth's product of uniform draws; for small means. */
    private int poisson(double mean) {
        double limit = StrictMath.exp(-mean);
        int count = 0;
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }
}
