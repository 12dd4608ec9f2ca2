package io.streamscorer.sandbox.cards;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The command that writes simulated days to a CSV file, for training: {@code SimulatedDays FILE [DAYS [SEED]]}. The first {@link
 * CardSimulator#DAYS_OF_HISTORY} days are passed over, so that the features of every row are complete.
 *
 * <p>A row is a transaction. Columns: {@code day} (from 0), the event's fields by their path ({@code terminal.risk_7_days}) except its
 * time, and {@code scenario} (0 for a legitimate transaction, else {@link FraudScenario#number()}). Numbers are written as the float32
 * that a model sees, booleans as 0 and 1, null as nothing.
 */
public final class SimulatedDays {
    private static final int DAYS = 91;
    private static final long SEED = 2018;

    private SimulatedDays() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 3) {
            System.err.println("Usage: SimulatedDays FILE [DAYS (default " + DAYS + ") [SEED (default " + SEED + ")]]");
            System.exit(2);
        }
        int days = arguments.length > 1 ? Integer.parseInt(arguments[1]) : DAYS;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : SEED;
        write(Path.of(arguments[0]), days, new CardSimulator(seed), System.out);
    }

    /** Writes the given number of days after the history, and says on {@code log} how many transactions and frauds they hold. */
    static void write(Path file, int days, CardSimulator simulator, PrintStream log) throws IOException {
        List<EventColumn> columns = EventColumn.ofCardTransaction();
        simulator.skipDays(CardSimulator.DAYS_OF_HISTORY);
        long transactions = 0;
        long frauds = 0;
        try (Writer writer = Files.newBufferedWriter(file)) {
            StringBuilder line = new StringBuilder("day");
            columns.forEach(column -> line.append(',').append(column.path()));
            writer.append(line).append(",scenario\n");
            while (true) {
                SimulatedTransaction simulated = simulator.nextWithTruth();
                int day = simulator.day() - CardSimulator.DAYS_OF_HISTORY;
                if (day >= days) {
                    break;
                }
                line.setLength(0);
                line.append(day);
                for (EventColumn column : columns) {
                    line.append(',').append(column.text(simulated.transaction()));
                }
                FraudScenario scenario = simulated.scenario();
                line.append(',').append(scenario == null ? 0 : scenario.number());
                writer.append(line).append('\n');
                transactions++;
                frauds += simulated.fraud() ? 1 : 0;
            }
        }
        log.printf(Locale.ROOT, "%d days, %d transactions, %d frauds: %s%n", days, transactions, frauds, file);
    }
}
