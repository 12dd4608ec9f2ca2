package io.streamscorer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.streamscorer.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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
        meters.recordLatency(1_000, 1_250);
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
        assertThat(registry.get("scorer.event.latency").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(250);
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
        meters.recordLatency(-1, 1_000);
        meters.recordLatency(2_000, 1_000);

        // then
        var latency = registry.get("scorer.event.latency").timer();
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
        try (PrometheusMetrics prometheus = new PrometheusMetrics()) {
            Meters meters = new Meters(prometheus.registry());
            meters.describeModel("fraud", "1", "aa", "cpu");
            meters.watchReadiness(() -> true);
            meters.watchTensors(() -> 0);
            meters.recordBatch(1, 1, 1, 1);
            meters.recordLatency(0, 1);

            // when
            List<String> types = prometheus
                    .scrape()
                    .lines()
                    .filter(line -> line.startsWith("# TYPE"))
                    .toList();

            // then
            assertThat(Arrays.stream(MeterDefinition.values()).map(MeterDefinition::prometheusName))
                    .allSatisfy(name -> assertThat(types)
                            .anySatisfy(line -> assertThat(line).startsWith("# TYPE " + name + " ")));
            assertThat(types).anySatisfy(line -> assertThat(line).contains("jvm_memory_used_bytes"));
        }
    }

    @Test
    void shouldRegisterNothingThatTheCatalogueLacks() {
        // given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Meters meters = new Meters(registry);
        meters.describeModel("fraud", "1", "aa", "cpu");
        meters.watchReadiness(() -> true);

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
    void shouldShowTheTableOfMetersInTheReadme() throws Exception {
        // given
        String readme = Files.readString(Path.of("../README.md"));

        // when
        Matcher matcher = Pattern.compile("<!-- meters -->\\n(.*?)<!-- /meters -->", Pattern.DOTALL)
                .matcher(readme);

        // then
        assertThat(matcher.find())
                .as("README.md has a table between <!-- meters --> and <!-- /meters -->")
                .isTrue();
        assertThat(matcher.group(1).strip())
                .as(
                        "README.md's table of meters; replace what stands between the markers by:%n%s",
                        MeterDefinition.table())
                .isEqualTo(MeterDefinition.table().strip());
    }
}
