package io.streamscorer.sandbox.cards;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.schemas.CardTransaction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulatedDaysTest {
    private static final CardSettings SMALL = new CardSettings(60, 25, 40, 1, 1, LocalDate.of(2018, 4, 1));
    private static final Path EXPECTED = Path.of("model", "card-fraud", "expected.csv");

    @TempDir
    private Path folder;

    @Test
    void shouldWriteTheDaysAfterTheHistory() throws Exception {
        // given
        Path file = folder.resolve("days.csv");
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        CardSimulator reference = new CardSimulator(9, SMALL);
        reference.skipDays(CardSimulator.DAYS_OF_HISTORY);

        // when
        SimulatedDays.write(file, 3, new CardSimulator(9, SMALL), new PrintStream(log, true, StandardCharsets.UTF_8));

        // then
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0))
                .startsWith("day,transaction_id,customer_id,terminal_id,amount,during_weekend,during_night,customer.")
                .endsWith(",terminal.risk_30_days,scenario");
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = List.of(line.split(",", -1));
            SimulatedTransaction simulated = reference.nextWithTruth();
            CardTransaction transaction = simulated.transaction();
            Double risk = transaction.getTerminal().getRisk1Day();
            assertThat(cells).hasSize(20);
            assertThat(cells.get(0)).isEqualTo(String.valueOf(reference.day() - CardSimulator.DAYS_OF_HISTORY));
            assertThat(cells.get(1)).isEqualTo(String.valueOf(transaction.getTransactionId()));
            assertThat(Float.parseFloat(cells.get(4))).isEqualTo((float) transaction.getAmount());
            assertThat(cells.get(6)).isEqualTo(transaction.getDuringNight() ? "1" : "0");
            assertThat(cells.get(7))
                    .isEqualTo(String.valueOf(transaction.getCustomer().getTransactions1Day()));
            assertThat(cells.get(16)).isEqualTo(risk == null ? "" : String.valueOf(risk.floatValue()));
            assertThat(cells.get(19).equals("0")).isEqualTo(!simulated.fraud());
        }
        reference.nextWithTruth();
        assertThat(reference.day()).isEqualTo(CardSimulator.DAYS_OF_HISTORY + 3);
        assertThat(log.toString(StandardCharsets.UTF_8))
                .startsWith("3 days, " + (lines.size() - 1) + " transactions, ");
    }

    @Test
    void shouldNameTheFieldsThatTheModelWasTrainedOn() throws Exception {
        // given
        List<String> features = new ArrayList<>(
                EventColumn.ofCardTransaction().stream().map(EventColumn::path).toList());
        features.removeAll(List.of("transaction_id", "customer_id", "terminal_id"));

        // when
        List<String> header = List.of(Files.readAllLines(EXPECTED).get(0).split(",", -1));

        // then
        assertThat(header).startsWith(features.toArray(String[]::new));
        assertThat(header.subList(features.size(), header.size()))
                .containsExactly("probability_legitimate", "probability_fraud", "label");
    }
}
