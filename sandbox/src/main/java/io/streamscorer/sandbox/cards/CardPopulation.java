package io.streamscorer.sandbox.cards;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** The customers and terminals of a simulated world, as the Fraud Detection Handbook, section 3.2, draws them. Immutable. */
final class CardPopulation {
    private static final double SIDE = 100;

    private final Customer[] customers;
    private final String[] terminalIds;

    /**
     * A customer.
     *
     * @param id the customer's name in events
     * @param meanAmount the mean of the amounts, from 5 to 100; their standard deviation is half of it
     * @param meanTransactionsPerDay from 0 to 4
     * @param terminals the terminals within reach, perhaps none, who then stays at home
     */
    @SuppressWarnings("ArrayRecordComponent") // read millions of times a second, compared never
    record Customer(String id, double meanAmount, double meanTransactionsPerDay, int[] terminals) {}

    /**
     * @throws IllegalArgumentException if no customer has a terminal within reach
     */
    CardPopulation(CardSettings settings, Random random) {
        double[] terminalX = new double[settings.terminals()];
        double[] terminalY = new double[settings.terminals()];
        terminalIds = new String[settings.terminals()];
        for (int terminal = 0; terminal < terminalIds.length; terminal++) {
            terminalX[terminal] = random.nextDouble() * SIDE;
            terminalY[terminal] = random.nextDouble() * SIDE;
            terminalIds[terminal] = String.format(Locale.ROOT, "T%05d", terminal);
        }
        customers = new Customer[settings.customers()];
        boolean reachable = false;
        for (int customer = 0; customer < customers.length; customer++) {
            double x = random.nextDouble() * SIDE;
            double y = random.nextDouble() * SIDE;
            double meanAmount = 5 + random.nextDouble() * 95;
            double meanTransactionsPerDay = random.nextDouble() * 4;
            int[] within = within(settings.radius(), x, y, terminalX, terminalY);
            reachable |= within.length > 0;
            String id = String.format(Locale.ROOT, "C%05d", customer);
            customers[customer] = new Customer(id, meanAmount, meanTransactionsPerDay, within);
        }
        if (!reachable) {
            throw new IllegalArgumentException("None of " + customers.length + " customers has one of "
                    + terminalIds.length + " terminals within a radius of " + settings.radius()
                    + ": raise the radius or the terminals");
        }
    }

    int customers() {
        return customers.length;
    }

    int terminals() {
        return terminalIds.length;
    }

    Customer customer(int customer) {
        return customers[customer];
    }

    String terminalId(int terminal) {
        return terminalIds[terminal];
    }

    private static int[] within(double radius, double x, double y, double[] terminalX, double[] terminalY) {
        int[] found = new int[terminalX.length];
        int count = 0;
        for (int terminal = 0; terminal < terminalX.length; terminal++) {
            double dx = terminalX[terminal] - x;
            double dy = terminalY[terminal] - y;
            if (dx * dx + dy * dy < radius * radius) {
                found[count++] = terminal;
            }
        }
        return Arrays.copyOf(found, count);
    }
}
