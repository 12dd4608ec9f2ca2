package io.streamscorer.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Lines over numbers. Immutable.
 *
 * @param title what is shown, with its unit
 * @param across what the horizontal axis is
 * @param lines the lines
 */
public record LineChart(String title, String across, List<Line> lines) {
    private static final int WIDTH = 720;
    private static final int LEFT = 64;
    private static final int RIGHT = 190;
    private static final int TOP = 50;
    private static final int PLOT_HEIGHT = 280;
    private static final int MANY_POINTS = 40;

    public LineChart {
        lines = List.copyOf(lines);
    }

    /**
     * A point.
     *
     * @param x at least 0
     * @param y at least 0
     */
    public record Point(double x, double y) {}

    /**
     * One line.
     *
     * @param colour the number of its colour
     * @param dashed whether it is dashed
     * @param points in the order of x
     */
    public record Line(String name, int colour, boolean dashed, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    /** The chart as an SVG document. */
    public String svg() {
        Svg svg = new Svg(WIDTH, TOP + PLOT_HEIGHT + 54, title);
        Scale xs = Scale.upTo(largest(Point::x));
        Scale ys = Scale.upTo(largest(Point::y));
        double bottom = TOP + PLOT_HEIGHT;
        for (double mark : ys.marks()) {
            double y = y(ys, mark);
            svg.line(LEFT, y, WIDTH - RIGHT, y, "#dddddd", 1, false);
            svg.text(LEFT - 8, y + 4, ys.text(mark), "end", "normal");
        }
        for (double mark : xs.marks()) {
            svg.line(x(xs, mark), bottom, x(xs, mark), bottom + 5, "#888888", 1, false);
            svg.text(x(xs, mark), bottom + 20, xs.text(mark), "middle", "normal");
        }
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, bottom + 42, across, "middle", "normal");
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, lines.get(i), xs, ys);
            double y = TOP + 10 + i * 20.0;
            String colour = colour(lines.get(i));
            svg.line(
                    WIDTH - RIGHT + 14,
                    y,
                    WIDTH - RIGHT + 38,
                    y,
                    colour,
                    2.5,
                    lines.get(i).dashed());
            svg.text(WIDTH - RIGHT + 44, y + 4, lines.get(i).name(), "start", "normal");
        }
        return svg.document();
    }

    private static void draw(Svg svg, Line line, Scale xs, Scale ys) {
        List<Point> points = line.points();
        for (int i = 1; i < points.size(); i++) {
            Point from = points.get(i - 1);
            Point to = points.get(i);
            svg.line(x(xs, from.x()), y(ys, from.y()), x(xs, to.x()), y(ys, to.y()), colour(line), 2, line.dashed());
        }
        if (points.size() > MANY_POINTS) {
            return;
        }
        for (Point point : points) {
            svg.dot(
                    x(xs, point.x()),
                    y(ys, point.y()),
                    colour(line),
                    String.format(Locale.ROOT, "%s at %.4g: %.4g", line.name(), point.x(), point.y()));
        }
    }

    private double largest(ToDoubleFunction<Point> coordinate) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(coordinate)
                .max()
                .orElse(0);
    }

    private static double x(Scale scale, double value) {
        return LEFT + value / scale.end() * (WIDTH - LEFT - RIGHT);
    }

    private static double y(Scale scale, double value) {
        return TOP + PLOT_HEIGHT - value / scale.end() * PLOT_HEIGHT;
    }

    private static String colour(Line line) {
        return Svg.COLOURS.get(line.colour() % Svg.COLOURS.size());
    }
}
