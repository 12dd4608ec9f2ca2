package io.streamscorer.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * Bars that stand in groups. Immutable.
 *
 * @param title what is shown, with its unit
 * @param groups the groups' names, each of one line or more
 * @param series one for each bar of a group
 */
public record BarChart(String title, List<List<String>> groups, List<Series> series) {
    private static final int LEFT = 64;
    private static final int TOP = 70;
    private static final int PLOT_HEIGHT = 300;
    private static final int BAR = 26;
    private static final int GAP = 44;
    private static final int LINE = 16;

    public BarChart {
        groups = List.copyOf(groups);
        series = List.copyOf(series);
        for (Series one : series) {
            if (one.values().size() != groups.size()) {
                throw new IllegalArgumentException("Series '" + one.name() + "' has "
                        + one.values().size() + " values for " + groups.size() + " groups");
            }
        }
    }

    /**
     * One bar in each group.
     *
     * @param values one for each group, at least 0
     */
    public record Series(String name, List<Double> values) {
        public Series {
            values = List.copyOf(values);
        }
    }

    /** The chart as an SVG document. */
    public String svg() {
        int groupWidth = series.size() * BAR + GAP;
        int width = Math.max(720, LEFT + groups.size() * groupWidth + 20);
        int lines = groups.stream().mapToInt(List::size).max().orElse(1);
        Svg svg = new Svg(width, TOP + PLOT_HEIGHT + 14 + lines * LINE, title);
        legend(svg);
        double largest = series.stream()
                .flatMap(one -> one.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        Scale scale = Scale.upTo(largest);
        double bottom = TOP + PLOT_HEIGHT;
        for (double mark : scale.marks()) {
            double y = bottom - mark / scale.end() * PLOT_HEIGHT;
            svg.line(LEFT, y, width - 20, y, "#dddddd", 1, false);
            svg.text(LEFT - 8, y + 4, scale.text(mark), "end", "normal");
        }
        for (int group = 0; group < groups.size(); group++) {
            double left = LEFT + GAP / 2.0 + group * groupWidth;
            for (int i = 0; i < series.size(); i++) {
                double value = series.get(i).values().get(group);
                double height = value / scale.end() * PLOT_HEIGHT;
                String shown = String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
                svg.rectangle(
                        left + i * BAR,
                        bottom - height,
                        BAR - 3,
                        height,
                        colour(i),
                        series.get(i).name() + ": " + shown);
                svg.text(left + i * BAR + (BAR - 3) / 2.0, bottom - height - 4, shown, "middle", "normal");
            }
            double middle = left + series.size() * BAR / 2.0;
            for (int line = 0; line < groups.get(group).size(); line++) {
                svg.text(
                        middle,
                        bottom + (line + 1) * LINE + 2,
                        groups.get(group).get(line),
                        "middle",
                        "normal");
            }
        }
        return svg.document();
    }

    private void legend(Svg svg) {
        double x = LEFT;
        for (int i = 0; i < series.size(); i++) {
            svg.rectangle(x, 38, 12, 12, colour(i), series.get(i).name());
            svg.text(x + 18, 49, series.get(i).name(), "start", "normal");
            x += 40 + series.get(i).name().length() * 7.2;
        }
    }

    private static String colour(int series) {
        return Svg.COLOURS.get(series % Svg.COLOURS.size());
    }
}
