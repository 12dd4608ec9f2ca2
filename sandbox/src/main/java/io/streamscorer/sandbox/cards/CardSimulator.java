package io.streamscorer.sandbox.cards;

import io.streamscorer.schemas.CardTransaction;
import io.streamscorer.schemas.CustomerActivity;
import io.streamscorer.schemas.TerminalActivity;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * An endless stream of card transactions in the order of their times, some of them frauds, drawn from a seed: the same seed and settings
 * give the same transactions on every machine and Java version ({@link Random} and {@link StrictMath} are specified to the bit).
 *
 * <p>It follows the simulator and the features of Le Borgne, Siblini, Lebichot and Bontempi, "Reproducible Machine Learning for Credit
 * Card Fraud Detection: Practical Handbook" (2022), sections 3.2 and 3.3. Customers and terminals live in a square of 100 by 100. A
 * customer pays a Poisson number of times a day (mean 0 to 4), around noon (standard deviation 20,000 s; what falls outside the day is
 * dropped), at a random terminal within the radius, amounts that are normal around the customer's own mean (5 to 100, standard deviation
 * half of it), or uniform up to twice the mean where the normal draw is negative. Frauds are those of {@link FraudScenario}; a later
 * scenario overrides an earlier one.
 *
 * <p>Different from the handbook: times have milliseconds; the terminals and customers of a day are compromised with replacement; each
 * transaction of a compromised customer is a fraud with a probability of a third, where the handbook takes exactly a third of them, since
 * an endless stream does not know how many will come.
 *
 * <p>Belongs to one thread. Holds some 40 days of times and amounts of every customer and terminal: about 20 MB with the defaults.
 */
public final class CardSimulator {
    /** How many days the features look back, windows and delay together: after so many days they are complete. */
    public static final int DAYS_OF_HISTORY = 37;

    private static final int DAY = SimulatedDay.MILLIS;
    private static final long DELAY_UNTIL_FRAUDS_ARE_KNOWN = 7L * DAY;
    private static final long[] WINDOWS = {DAY, 7L * DAY, 30L * DAY};
    private static final int END_OF_NIGHT = 7 * 3_600_000;

    private final CardPopulation population;
    private final SimulatedDay today;
    private final SlidingWindows[] customerWindows;
    private final SlidingWindows[] terminalWindows;
    private final LocalDate firstDay;
    private int day = -1;
    private int position;
    private long transactions;
    private long midnight;
    private boolean weekend;

    /** A simulator of the handbook's world, {@link CardSettings#defaults()}. */
    public CardSimulator(long seed) {
        this(seed, CardSettings.defaults());
    }

    /**
     * A simulator of the given world.
     *
     * @throws IllegalArgumentException if no customer has a terminal within reach
     */
    public CardSimulator(long seed, CardSettings settings) {
        Random random = new Random(seed);
        population = new CardPopulation(settings, random);
        today = new SimulatedDay(population, settings, random);
        firstDay = settings.firstDay();
        customerWindows = windows(population.customers(), 0);
        terminalWindows = windows(population.terminals(), DELAY_UNTIL_FRAUDS_ARE_KNOWN);
        startNextDay();
    }

    /** The next transaction; never null, without end. */
    public CardTransaction next() {
        return nextWithTruth().transaction();
    }

    /** The next transaction and whether it is a fraud; never null, without end. */
    public SimulatedTransaction nextWithTruth() {
        while (position == today.size()) {
            startNextDay();
        }
        int payment = position;
        passOver();
        return new SimulatedTransaction(event(payment), today.scenario(payment));
    }

    /**
     * Passes over whole days, which then are history for the features of what follows. Passing over {@link #DAYS_OF_HISTORY} days takes
     * less than a second.
     *
     * @param days how many midnights to pass; the rest of a day that was begun counts as one
     */
    public void skipDays(int days) {
        if (days < 0) {
            throw new IllegalArgumentException("Days to skip must be at least 0, not " + days);
        }
        for (int left = days; left > 0; left--) {
            while (position < today.size()) {
                passOver();
            }
            startNextDay();
        }
    }

    /** The day that the simulator stands in, counted from 0. */
    public int day() {
        return day;
    }

    private void startNextDay() {
        day++;
        position = 0;
        today.fill(day);
        LocalDate date = firstDay.plusDays(day);
        midnight = date.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
        weekend = date.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0;
    }

    private void passOver() {
        long time = midnight + today.time(position);
        customerWindows[today.customer(position)].add(time, today.cents(position));
        terminalWindows[today.terminal(position)].add(time, today.scenario(position) == null ? 0 : 1);
        position++;
        transactions++;
    }

    private CardTransaction event(int payment) {
        SlidingWindows customer = customerWindows[today.customer(payment)];
        SlidingWindows terminal = terminalWindows[today.terminal(payment)];
        return new CardTransaction(
                transactions,
                Instant.ofEpochMilli(midnight + today.time(payment)),
                population.customer(today.customer(payment)).id(),
                population.terminalId(today.terminal(payment)),
                today.cents(payment) / 100.0,
                weekend,
                today.time(payment) < END_OF_NIGHT,
                new CustomerActivity(
                        customer.count(0),
                        customer.count(1),
                        customer.count(2),
                        meanAmount(customer, 0),
                        meanAmount(customer, 1),
                        meanAmount(customer, 2)),
                new TerminalActivity(
                        terminal.count(0),
                        terminal.count(1),
                        terminal.count(2),
                        risk(terminal, 0),
                        risk(terminal, 1),
                        risk(terminal, 2)));
    }

    private static double meanAmount(SlidingWindows customer, int window) {
        return customer.sum(window) / (100.0 * customer.count(window));
    }

    private static @Nullable Double risk(SlidingWindows terminal, int window) {
        int count = terminal.count(window);
        return count == 0 ? null : (double) terminal.sum(window) / count;
    }

    private static SlidingWindows[] windows(int count, long delay) {
        SlidingWindows[] windows = new SlidingWindows[count];
        for (int each = 0; each < count; each++) {
            windows[each] = new SlidingWindows(delay, WINDOWS);
        }
        return windows;
    }
}
