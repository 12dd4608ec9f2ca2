package io.streamscorer.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ChartTest {
    @Test
    void shouldDrawBarsAsHighAsTheirValues() throws Exception {
        // given
        BarChart chart = new BarChart(
                "a < b & c",
                List.of(List.of("one"), List.of("two")),
                List.of(
                        new BarChart.Series("first", List.of(50.0, 100.0)),
                        new BarChart.Series("second", List.of(0.0, 25.0))));

        // when
        Document document = parse(chart.svg());

        // then
        assertThat(texts(document)).contains("a < b & c", "one", "two", "first", "second");
        assertThat(height(document, "first: 100")).isEqualTo(2 * height(document, "first: 50.0"));
        assertThat(height(document, "second: 25.0")).isEqualTo(height(document, "first: 50.0") / 2);
        assertThat(height(document, "second: 0.0")).isZero();
    }

    @Test
    void shouldRefuseASeriesThatDoesNotFitTheGroups() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BarChart(
                        "t", List.of(List.of("one")), List.of(new BarChart.Series("s", List.of(1.0, 2.0)))));
    }

    @Test
    void shouldDrawADotForEachPointInsideThePicture() throws Exception {
        // given
        LineChart chart = new LineChart(
                "title",
                "load",
                List.of(
                        new LineChart.Line(
                                "up", 1, false, List.of(new LineChart.Point(0, 0), new LineChart.Point(80, 33))),
                        new LineChart.Line("alone", 2, true, List.of(new LineChart.Point(50, 12)))));

        // when
        Document document = parse(chart.svg());

        // then
        var dots = document.getElementsByTagName("circle");
        assertThat(dots.getLength()).isEqualTo(3);
        for (int i = 0; i < dots.getLength(); i++) {
            Element dot = (Element) dots.item(i);
            assertThat(Double.parseDouble(dot.getAttribute("cx"))).isBetween(0.0, 720.0);
            assertThat(Double.parseDouble(dot.getAttribute("cy"))).isBetween(0.0, 384.0);
        }
        assertThat(texts(document)).contains("title", "load", "up", "alone");
    }

    @Test
    void shouldStackPanelsOverOneAxis() throws Exception {
        // given
        StackedChart chart = new StackedChart(
                "title",
                "minutes",
                List.of(new StackedChart.Band("steady", 0, 4), new StackedChart.Band("bursts", 4, 10)),
                List.of(
                        new StackedChart.Panel(
                                "Memory, MB",
                                List.of(new LineChart.Line(
                                        "resident",
                                        1,
                                        false,
                                        List.of(new LineChart.Point(0, 0), new LineChart.Point(10, 400))))),
                        new StackedChart.Panel(
                                "p99, ms",
                                List.of(new LineChart.Line(
                                        "p99",
                                        2,
                                        false,
                                        List.of(new LineChart.Point(0, 3), new LineChart.Point(5, 3)))))));

        // when
        Document document = parse(chart.svg());

        // then
        var lines = document.getElementsByTagName("polyline");
        assertThat(lines.getLength()).isEqualTo(2);
        String[] memory = ((Element) lines.item(0)).getAttribute("points").split("[ ,]", -1);
        String[] latency = ((Element) lines.item(1)).getAttribute("points").split("[ ,]", -1);
        double left = Double.parseDouble(memory[0]);
        double middle = Double.parseDouble(latency[2]);
        assertThat(Double.parseDouble(latency[0])).isEqualTo(left);
        assertThat(Double.parseDouble(memory[2]) - left).isEqualTo(2 * (middle - left));
        assertThat(Double.parseDouble(memory[3])).isLessThan(Double.parseDouble(memory[1]));
        assertThat(Double.parseDouble(memory[1])).isLessThan(Double.parseDouble(latency[1]));
        assertThat(texts(document))
                .contains("title", "minutes", "Memory, MB", "p99, ms", "resident", "steady", "bursts");
    }

    private static Document parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document document) {
        var elements = document.getElementsByTagName("text");
        return IntStream.range(0, elements.getLength())
                .mapToObj(i -> elements.item(i).getTextContent())
                .toList();
    }

    private static double height(Document document, String tip) {
        var titles = document.getElementsByTagName("title");
        for (int i = 0; i < titles.getLength(); i++) {
            if (titles.item(i).getTextContent().equals(tip)) {
                return Double.parseDouble(((Element) titles.item(i).getParentNode()).getAttribute("height"));
            }
        }
        throw new AssertionError("no bar with the tip " + tip);
    }
}
