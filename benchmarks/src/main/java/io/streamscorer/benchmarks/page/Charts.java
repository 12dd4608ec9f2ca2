package io.streamscorer.benchmarks.page;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.SoakPlan;
import io.streamscorer.benchmarks.measure.SoakSample;
import io.streamscorer.benchmarks.report.BarChart;
import io.streamscorer.benchmarks.report.LineChart;
import io.streamscorer.benchmarks.report.StackedChart;
import io.streamscorer.benchmarks.suite.LatencyResult;
import io.streamscorer.benchmarks.suite.MemoryResult;
import io.streamscorer.benchmarks.suite.ScalingResult;
import io.streamscorer.benchmarks.suite.SoakResult;
import io.streamscorer.benchmarks.suite.ThroughputResult;
import io.streamscorer.config.ProcessingGuarantee;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** Results to charts. */
final class Charts {
    private static final int COPY_COLOUR = 1;
    private static final int SCORER_COLOUR = 2;

    private Charts() {}

    static BarChart throughput(ThroughputResult result) {
        List<List<String>> groups = result.cases().stream()
                .map(one -> List.of(one.workload(), one.guarantee().wireName()))
                .toList();
        List<BarChart.Series> series = Arrays.stream(Contestant.values())
                .map(contestant -> new BarChart.Series(
                        "(" + contestant.letter() + ") " + contestant.name().toLowerCase(Locale.ROOT),
                        result.cases().stream()
                                .map(one -> one.rate(contestant) / 1000)
                                .toList()))
                .toList();
        return new BarChart("Throughput in thousand records per second, 1 stream thread", groups, series);
    }

    static LineChart latency(LatencyResult result, ProcessingGuarantee guarantee) {
        List<LineChart.Line> lines = new ArrayList<>();
        List<Integer> intervals = result.points().stream()
                .filter(point -> point.guarantee() == guarantee && point.loadPercent() > 0)
                .map(LatencyResult.Point::commitIntervalMillis)
                .distinct()
                .toList();
        for (int i = 0; i < intervals.size(); i++) {
            int interval = intervals.get(i);
            String suffix = interval == LatencyResult.DEFAULT_INTERVAL ? "" : ", " + interval + " ms";
            for (Contestant contestant : List.of(Contestant.SCORER, Contestant.COPY)) {
                List<LineChart.Point> points = result.points().stream()
                        .filter(point -> point.guarantee() == guarantee
                                && point.contestant() == contestant
                                && point.variant().isEmpty()
                                && point.commitIntervalMillis() == interval
                                && point.loadPercent() > 0)
                        .map(point -> new LineChart.Point(
                                point.loadPercent(),
                                point.sample().sinceAppend().p99()))
                        .toList();
                lines.add(new LineChart.Line(
                        (contestant == Contestant.SCORER ? "scorer" : "copy") + suffix,
                        i + 1,
                        contestant == Contestant.COPY,
                        points));
            }
        }
        return new LineChart(
                "p99 from append to visible in ms, " + guarantee.wireName(),
                "load in percent of the scorer's largest rate",
                lines);
    }

    static LineChart scaling(ScalingResult.Dimension dimension) {
        List<LineChart.Line> lines = new ArrayList<>();
        lines.add(new LineChart.Line(
                "(c) scorer",
                SCORER_COLOUR,
                false,
                dimension.points().stream()
                        .map(point -> new LineChart.Point(point.value(), point.scorerRecordsPerSecond() / 1000))
                        .toList()));
        List<LineChart.Point> copy = dimension.points().stream()
                .filter(point -> point.copyRecordsPerSecond() != null)
                .map(point ->
                        new LineChart.Point(point.value(), Objects.requireNonNull(point.copyRecordsPerSecond()) / 1000))
                .toList();
        if (!copy.isEmpty()) {
            lines.add(new LineChart.Line("(b) copy", COPY_COLOUR, true, copy));
        }
        return new LineChart("Throughput in thousand records per second", dimension.name(), lines);
    }

    static StackedChart soak(SoakResult result) {
        List<StackedChart.Band> bands = new ArrayList<>();
        for (SoakPlan.Phase phase : result.phases()) {
            String name = bands.isEmpty() ? "" : phase.shape().name().toLowerCase(Locale.ROOT);
            bands.add(new StackedChart.Band(name, phase.from() / 60, phase.to() / 60));
        }
        return new StackedChart(
                "Stream Scorer under a changing load, exactly_once_v2, figures of 5 s each",
                "minutes",
                bands,
                List.of(
                        new StackedChart.Panel(
                                "Memory, MB",
                                List.of(
                                        line(result, "resident", 2, sample -> sample.residentBytes() / 1e6),
                                        line(result, "heap after GC", 1, sample -> sample.heapBytes() / 1e6),
                                        line(result, "direct buffers", 3, sample -> sample.directBytes() / 1e6))),
                        new StackedChart.Panel(
                                "Append to visible, ms",
                                List.of(
                                        line(
                                                result,
                                                "p99.9",
                                                0,
                                                sample -> sample.sinceAppend().p999()),
                                        line(
                                                result,
                                                "p99",
                                                2,
                                                sample -> sample.sinceAppend().p99()),
                                        line(
                                                result,
                                                "p50",
                                                1,
                                                sample -> sample.sinceAppend().p50()))),
                        new StackedChart.Panel(
                                "Throughput, thousand per second",
                                List.of(
                                        line(result, "events sent", 0, sample -> sample.sentPerSecond() / 1000),
                                        line(
                                                result,
                                                "predictions",
                                                2,
                                                sample -> sample.predictionsPerSecond() / 1000))),
                        new StackedChart.Panel(
                                "Consumer lag, thousand events without an answer",
                                List.of(line(result, "under way", 2, sample -> sample.underWay() / 1000.0))),
                        new StackedChart.Panel(
                                "Threads, file handles, native tensors",
                                List.of(
                                        line(result, "file handles", 1, SoakSample::openFiles),
                                        line(result, "threads", 2, SoakSample::threads),
                                        line(result, "native tensors", 3, SoakSample::nativeTensors)))));
    }

    private static LineChart.Line line(
            SoakResult result, String name, int colour, ToDoubleFunction<SoakSample> figure) {
        return new LineChart.Line(
                name,
                colour,
                false,
                result.samples().stream()
                        .map(sample -> new LineChart.Point(sample.second() / 60, figure.applyAsDouble(sample)))
                        .toList());
    }

    static LineChart memory(MemoryResult result) {
        return new LineChart(
                "Resident memory in MB under full load, heap " + result.heap(),
                "seconds",
                List.of(new LineChart.Line(
                        "(c) scorer",
                        SCORER_COLOUR,
                        false,
                        result.points().stream()
                                .map(point -> new LineChart.Point(point.second(), point.residentBytes() / 1e6))
                                .toList())));
    }
}
