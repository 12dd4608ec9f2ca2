package io.streamscorer.benchmarks.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Small charts of lines one above the other that share the horizontal axis. Immutable.
 *
 * @param title what is shown
 * @param across what the horizontal axis is, with its unit
 * @param bands parts of the horizontal axis that have names; where there are any, the axis ends with the last
 * @param panels from top to bottom
 */
public record StackedChart(String title, String across, List<Band> bands, List<Panel> panels) {
    private static final int WIDTH = 900;
    private static final int LEFT = 72;
    private static final int RIGHT = 170;
    private static final int TOP = 64;
    private static final int PANEL_HEIGHT = 96;
    private static final int GAP = 40;
    private static final int MARKS = 4;
    private static final int ACROSS_MARKS = 10;
    private static final String BAND = "#f1f1f1";
    private static final String GRID = "#d0d0d0";

    public StackedChart {
        bands = List.copyOf(bands);
        panels = List.copyOf(panels);
    }

    /**
     * A part of the horizontal axis.
     *
     * @param from where it begins
     * @param to where it ends
     */
    public record Band(String name, double from, double to) {}

    /**
     * One of the charts.
     *
     * @param title what its vertical axis is, with its unit
     * @param lines the lines
     */
    public record Panel(String title, List<LineChart.Line> lines) {
        public Panel {
            lines = List.copyOf(lines);
        }
    }

    /** The chart as an SVG document. */
    public String svg() {
        Svg svg = new Svg(WIDTH, TOP + panels.size() * (PANEL_HEIGHT + GAP) + 26, title);
        double end = bands.stream()
                .mapToDouble(Band::to)
                .max()
                .orElseGet(() -> largest(panels.stream().flatMap(panel -> panel.lines().stream()), LineChart.Point::x));
        Scale xs = Scale.upTo(end, ACROSS_MARKS);
        for (int i = 0; i < panels.size(); i++) {
            double top = TOP + i * (PANEL_HEIGHT + GAP) + 22.0;
            draw(svg, panels.get(i), xs, top, i == 0);
        }
        double bottom = TOP + panels.size() * (PANEL_HEIGHT + GAP) - GAP + 22.0;
        for (double mark : xs.marks()) {
            svg.line(x(xs, mark), bottom, x(xs, mark), bottom + 5, "#888888", 1, false);
            svg.text(x(xs, mark), bottom + 20, xs.text(mark), "middle", "normal");
        }
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, bottom + 40, across, "middle", "normal");
        return svg.document();
    }

    private void draw(Svg svg, Panel panel, Scale xs, double top, boolean named) {
        for (int i = 0; i < bands.size(); i++) {
            Band band = bands.get(i);
            if (i % 2 == 0) {
                svg.rectangle(
                        x(xs, band.from()),
                        top,
                        x(xs, band.to()) - x(xs, band.from()),
                        PANEL_HEIGHT,
                        BAND,
                        band.name());
            }
            if (named) {
                svg.smallText(x(xs, (band.from() + band.to()) / 2), top - 24, band.name());
            }
        }
        svg.text(LEFT, top - 6, panel.title(), "start", "bold");
        Scale ys = Scale.upTo(largest(panel.lines().stream(), LineChart.Point::y), MARKS);
        double bottom = top + PANEL_HEIGHT;
        for (double mark : ys.marks()) {
            double y = bottom - mark / ys.end() * PANEL_HEIGHT;
            svg.line(LEFT, y, WIDTH - RIGHT, y, GRID, 1, false);
            svg.text(LEFT - 8, y + 4, ys.text(mark), "end", "normal");
        }
        for (int i = 0; i < panel.lines().size(); i++) {
            LineChart.Line line = panel.lines().get(i);
            String colour = Svg.COLOURS.get(line.colour() % Svg.COLOURS.size());
            svg.path(
                    line.points().stream()
                            .map(point -> new double[] {x(xs, point.x()), bottom - point.y() / ys.end() * PANEL_HEIGHT})
                            .toList(),
                    colour,
                    1.5,
                    line.dashed(),
                    line.name());
            double y = top + 10 + i * 20.0;
            svg.line(WIDTH - RIGHT + 14, y, WIDTH - RIGHT + 38, y, colour, 2.5, line.dashed());
            svg.text(WIDTH - RIGHT + 44, y + 4, line.name(), "start", "normal");
        }
    }

    private static double largest(Stream<LineChart.Line> lines, ToDoubleFunction<LineChart.Point> coordinate) {
        return lines.flatMap(line -> line.points().stream())
                .mapToDouble(coordinate)
                .max()
                .orElse(0);
    }

    private static double x(Scale scale, double value) {
        return LEFT + value / scale.end() * (WIDTH - LEFT - RIGHT);
    }
}
