package io.streamscorer.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** A drawing under way: shapes in, an SVG document out. Coordinates are pixels from the upper left corner. Not thread-safe. */
final class Svg {
    /** Colours that the colour-blind can tell apart (Okabe and Ito), the first being grey. */
    static final List<String> COLOURS =
            List.of("#8c8c8c", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

    private final StringBuilder shapes = new StringBuilder();
    private final int width;
    private final int height;

    Svg(int width, int height, String title) {
        this.width = width;
        this.height = height;
        text(16, 24, title, "start", "bold");
    }

    /** Where a text is anchored: {@code start}, {@code middle} or {@code end}. */
    Svg text(double x, double y, String text, String anchor, String weight) {
        shapes.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-weight=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                weight,
                escaped(text)));
        return this;
    }

    /** A text in smaller letters, about its middle. */
    Svg smallText(double x, double y, String text) {
        shapes.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-size=\"11\">%s</text>%n",
                x,
                y,
                escaped(text)));
        return this;
    }

    Svg rectangle(double x, double y, double rectangleWidth, double rectangleHeight, String colour, String tip) {
        shapes.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s</title></rect>%n",
                x,
                y,
                rectangleWidth,
                rectangleHeight,
                colour,
                escaped(tip)));
        return this;
    }

    Svg line(double x1, double y1, double x2, double y2, String colour, double thickness, boolean dashed) {
        shapes.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"%s/>%n",
                x1,
                y1,
                x2,
                y2,
                colour,
                thickness,
                dashed ? " stroke-dasharray=\"6 4\"" : ""));
        return this;
    }

    /** One line through many points, two coordinates each. */
    Svg path(List<double[]> points, String colour, double thickness, boolean dashed, String tip) {
        StringBuilder through = new StringBuilder();
        for (double[] point : points) {
            through.append(String.format(Locale.ROOT, "%.1f,%.1f ", point[0], point[1]));
        }
        shapes.append(String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linejoin=\"round\"%s>"
                        + "<title>%s</title></polyline>%n",
                through.toString().strip(),
                colour,
                thickness,
                dashed ? " stroke-dasharray=\"6 4\"" : "",
                escaped(tip)));
        return this;
    }

    Svg dot(double x, double y, String colour, String tip) {
        shapes.append(String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"><title>%s</title></circle>%n",
                x,
                y,
                colour,
                escaped(tip)));
        return this;
    }

    /** The document. */
    String document() {
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"13\" fill=\"#222222\">%n"
                        + "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n%s</svg>%n",
                width,
                height,
                width,
                height,
                width,
                height,
                shapes);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
