package io.streamscorer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streamscorer.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetersTest {
    @Test
    void shouldRecordABatch() {
        // given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Meters meters = new Meters(registry);

        // when
        meters.recordBatch(10, 8, 2_000_000, 3_000_000);
        meters.recordDeadLetters(FailureCategory.BAD_FRAMING, 2);
        meters.recordLatency(1_000, 1_250, false);
        meters.recordLatency(1_000, 1_030, true);
        meters.countModelFailure();
        meters.recordRegistryCall("failed", Duration.ofMillis(7));
        meters.recordRegistryWait(Duration.ofMillis(40));
        meters.countRegistryRetry();

        // then
        assertThat(registry.get("scorer.records.received").counter().count()).isEqualTo(10);
        assertThat(registry.get("scorer.predictions.made").counter().count()).isEqualTo(8);
        assertThat(registry.get("scorer.deadletters.made")
                        .tag("category", "bad-framing")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("scorer.deadletters.made").counters()).hasSize(FailureCategory.values().length);
        assertThat(registry.get("scorer.batch.records").summary().totalAmount()).isEqualTo(10);
        assertThat(registry.get("scorer.batch.decoding").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(2);
        assertThat(registry.get("scorer.batch.scoring").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(3);
        assertThat(latency(registry, "create").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(250);
        assertThat(latency(registry, "append").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(30);
        assertThat(registry.get("scorer.model.failures").counter().count()).isEqualTo(1);
        assertThat(registry.get("scorer.registry.calls")
                        .tag("outcome", "failed")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(7);
        assertThat(registry.get("scorer.registry.wait").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(40);
        assertThat(registry.get("scorer.registry.retries").counter().count()).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutTimestampsThatSayNothing() {
        // given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Meters meters = new Meters(registry);

        // when
        meters.recordLatency(-1, 1_000, false);
        meters.recordLatency(2_000, 1_000, false);

        // then
        Timer latency = latency(registry, "create");
        assertThat(latency.count()).isEqualTo(1);
        assertThat(latency.totalTime(TimeUnit.MILLISECONDS)).isZero();
    }

    @Test
    void shouldShowTheModelInUseAlone() {
        // given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Meters meters = new Meters(registry);

        // when
        meters.describeModel("fraud", "1", "aa", "cpu");
        meters.describeModel("fraud", "2", "bb", "cpu");
        meters.describeModel("fraud", "2", "bb", "cpu");

        // then
        assertThat(registry.get("scorer.model.info").gauges()).singleElement().satisfies(gauge -> {
            assertThat(gauge.getId().getTag("version")).isEqualTo("2");
            assertThat(gauge.value()).isEqualTo(1);
        });
    }

    @Test
    void shouldShowTheLagOfThePartitionsThatAreLeft() {
        // given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Meters meters = new Meters(registry);
        meters.recordLag("events", Map.of(0, 7L, 1, 8L));

        // when
        meters.recordLag("events", Map.of(1, 0L, 2, 9L));

        // then
        assertThat(registry.get("scorer.partition.lag").gauges())
                .extracting(gauge -> gauge.getId().getTag("partition") + ": " + gauge.value())
                .containsExactlyInAnyOrder("1: 0.0", "2: 9.0");
    }

    @Test
    void shouldCountMissingValuesByFieldAndTellNoMoreThanAHundredApart() {
        // given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Meters meters = new Meters(registry);
        List<String> names = new ArrayList<>(List.of("twice"));
        for (int i = 0; i < 150; i++) {
            names.add("f" + i);
        }
        names.add("twice");
        meters.describeFeatures(names);
        int[] counts = new int[names.size()];
        Arrays.fill(counts, 1);

        // when
        meters.recordMissing(counts);
        meters.recordMissing(new int[names.size()]);

        // then
        assertThat(registry.get("scorer.feature.missing").counters()).hasSize(101);
        assertThat(missing(registry, "twice")).isEqualTo(2);
        assertThat(missing(registry, "f98")).isEqualTo(1);
        assertThat(missing(registry, "(others)")).isEqualTo(51);
    }

    private static double missing(SimpleMeterRegistry registry, String feature) {
        return registry.get("scorer.feature.missing")
                .tag("feature", feature)
                .counter()
                .count();
    }

    private static Timer latency(SimpleMeterRegistry registry, String timestamp) {
        return registry.get("scorer.event.latency").tag("timestamp", timestamp).timer();
    }

    @Test
    void shouldScrapeScoresAsAHistogramThatAddsUp() {
        // given
        try (PrometheusMetrics prometheus = new PrometheusMetrics("fraud-scorer")) {
            ScoreHistogram scores = ScoreHistogram.ofProbabilities();
            prometheus.show(scores);
            ScoreTally tally = scores.tally();
            List.of(0.0, 0.01, 0.25, 0.995, 1.5, Double.NaN).forEach(tally::add);

            // when
            tally.handOver();
            String scrape = prometheus.scrape();

            // then
            String tags = "application_id=\"fraud-scorer\"";
            assertThat(scrape)
                    .contains("scorer_prediction_score_bucket{" + tags + ",le=\"0.01\"} 2")
                    .contains("scorer_prediction_score_bucket{" + tags + ",le=\"0.2\"} 2")
                    .contains("scorer_prediction_score_bucket{" + tags + ",le=\"0.3\"} 3")
                    .contains("scorer_prediction_score_bucket{" + tags + ",le=\"1.0\"} 4")
                    .contains("scorer_prediction_score_bucket{" + tags + ",le=\"+Inf\"} 5")
                    .contains("scorer_prediction_score_count{" + tags + "} 5")
                    .contains("scorer_prediction_score_sum{" + tags + "} 2.755");
            assertThat(scores.notNumbers()).isEqualTo(1);
        }
    }

    @Test
    void shouldAskForReadinessAtEachReading() {
        // given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        AtomicBoolean ready = new AtomicBoolean();
        new Meters(registry).watchReadiness(ready::get);
        double before = registry.get("scorer.process.ready").gauge().value();

        // when
        ready.set(true);

        // then
        assertThat(before).isZero();
        assertThat(registry.get("scorer.process.ready").gauge().value()).isEqualTo(1);
    }

    @Test
    void shouldScrapeEveryMeterOfTheCatalogueByItsNameInPrometheus() {
        // given
        try (PrometheusMetrics prometheus = new PrometheusMetrics("fraud-scorer")) {
            Meters meters = new Meters(prometheus.registry());
            meters.describeModel("fraud", "1", "aa", "cpu");
            meters.watchReadiness(() -> true);
            meters.watchTensors(() -> 0);
            meters.recordBatch(1, 1, 1, 1);
            meters.recordLag("events", Map.of(0, 7L));
            meters.describeFeatures(List.of("amount"));
            meters.describeRegistryCalls(List.of("answered"));
            meters.watchWaiting(() -> 5);
            ScoreHistogram scores = ScoreHistogram.ofProbabilities();
            meters.watchScores(scores);
            prometheus.show(scores);
            prometheus.registry().counter("kafka.app.info", "application.id", "fraud-scorer", "client.id", "c");
            meters.recordLatency(0, 1, false);

            // when
            List<String> lines = prometheus.scrape().lines().toList();
            List<String> types =
                    lines.stream().filter(line -> line.startsWith("# TYPE")).toList();

            // then
            assertThat(Arrays.stream(MeterDefinition.values()).map(MeterDefinition::prometheusName))
                    .allSatisfy(name -> assertThat(types)
                            .anySatisfy(line -> assertThat(line).startsWith("# TYPE " + name + " ")));
            assertThat(types).anySatisfy(line -> assertThat(line).contains("jvm_memory_used_bytes"));
            assertThat(lines)
                    .filteredOn(line -> !line.startsWith("#"))
                    .allSatisfy(line -> assertThat(line).contains("application_id=\"fraud-scorer\""));
        }
    }

    @Test
    void shouldRegisterNothingThatTheCatalogueLacks() {
        // given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Meters meters = new Meters(registry);
        meters.describeModel("fraud", "1", "aa", "cpu");
        meters.watchReadiness(() -> true);
        meters.recordLag("events", Map.of(0, 7L));
        meters.describeFeatures(List.of("amount"));
        meters.recordRegistryCall("failed", Duration.ZERO);
        meters.watchWaiting(() -> 5);
        meters.watchScores(ScoreHistogram.ofNumbers());

        // when
        var registered = registry.getMeters().stream()
                .filter(meter -> !meter.getId().getName().endsWith(".histogram"))
                .toList();

        // then
        assertThat(registered).allSatisfy(meter -> {
            MeterDefinition definition = Arrays.stream(MeterDefinition.values())
                    .filter(each -> each.meterName().equals(meter.getId().getName()))
                    .findFirst()
                    .orElseThrow();
            assertThat(meter.getId().getTags().stream().map(tag -> tag.getKey()))
                    .containsExactlyInAnyOrderElementsOf(definition.tags());
            assertThat(meter.getId().getDescription()).isEqualTo(definition.description());
        });
        assertThat(MeterDefinition.table().lines()).hasSize(MeterDefinition.values().length + 2);
    }

    @Test
    void shouldShowTheTablesOfMetersInTheReadme() throws Exception {
        // given
        String readme = Files.readString(Path.of("../README.md"));

        // when / then
        assertTable(readme, "meters", MeterDefinition.table());
        assertTable(readme, "other-meters", BorrowedMeter.table());
    }

    private static void assertTable(String readme, String name, String table) {
        Matcher matcher = Pattern.compile("<!-- " + name + " -->\\n(.*?)<!-- /" + name + " -->", Pattern.DOTALL)
                .matcher(readme);
        assertThat(matcher.find())
                .as("README.md has a table between <!-- %s --> and <!-- /%s -->", name, name)
                .isTrue();
        assertThat(matcher.group(1).strip())
                .as("README.md's table of meters; replace what stands between the markers by:%n%s", table)
                .isEqualTo(table.strip());
    }
}
