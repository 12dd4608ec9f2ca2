package io.streamscorer.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of text, for a terminal or for Markdown: the first column to the left, the others to the right. Not thread-safe. */
public final class TextTable {
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    /** Begins a table with its column names. */
    public TextTable(String... head) {
        this.head = List.of(head);
    }

    /**
     * Adds a row.
     *
     * @param cells as many as there are columns
     */
    public TextTable row(String... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException(
                    "A row of " + cells.length + " cells for " + head.size() + " columns: " + List.of(cells));
        }
        rows.add(List.of(cells));
        return this;
    }

    /** Aligned with spaces, each line indented by two and ended. */
    public String text() {
        int[] widths = IntStream.range(0, head.size())
                .map(column -> Math.max(
                        head.get(column).length(),
                        rows.stream()
                                .mapToInt(row -> row.get(column).length())
                                .max()
                                .orElse(0)))
                .toArray();
        StringBuilder text = new StringBuilder();
        List<List<String>> all = new ArrayList<>(List.of(head));
        all.addAll(rows);
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder(" ");
            for (int column = 0; column < row.size(); column++) {
                String padding = " ".repeat(widths[column] - row.get(column).length());
                line.append(column == 0 ? " " : "  ")
                        .append(column == 0 ? row.get(column) + padding : padding + row.get(column));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** As a Markdown table. */
    public String markdown() {
        List<String> rule = new ArrayList<>(Collections.nCopies(head.size(), "---:"));
        rule.set(0, "---");
        List<List<String>> all = new ArrayList<>(List.of(head, rule));
        all.addAll(rows);
        return all.stream()
                .map(row -> row.stream()
                        .map(cell -> cell.replace("|", "\\|"))
                        .collect(Collectors.joining(" | ", "| ", " |\n")))
                .collect(Collectors.joining());
    }
}
