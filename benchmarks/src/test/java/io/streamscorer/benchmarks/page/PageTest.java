package io.streamscorer.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.ThroughputSample;
import io.streamscorer.benchmarks.report.Environment;
import io.streamscorer.benchmarks.report.ResultFiles;
import io.streamscorer.benchmarks.suite.SoakResultTest;
import io.streamscorer.benchmarks.suite.ThroughputResult;
import io.streamscorer.config.ProcessingGuarantee;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    @TempDir
    private Path directory;

    @Test
    void shouldShowWhatIsStoredAndNameTheCommandForTheRest() throws IOException {
        // given
        Map<Contestant, List<ThroughputSample>> samples = new EnumMap<>(Contestant.class);
        samples.put(Contestant.LOOP, List.of(sample(0, 400_000), sample(1, 410_000), sample(2, 390_000)));
        samples.put(Contestant.COPY, List.of(sample(1, 100_000), sample(0, 300_000), sample(2, 310_000)));
        samples.put(Contestant.SCORER, List.of(sample(0, 270_000), sample(1, 60_000), sample(2, 280_000)));
        samples.put(Contestant.PLAIN, List.of(sample(0, 45_000), sample(1, 40_000)));
        ResultFiles results = new ResultFiles(directory.resolve("results"));
        results.write(
                "throughput",
                Environment.here("abc123", "./benchmarks/run --sections throughput", List.of("-Xmx384m")),
                new ThroughputResult(List.of(new ThroughputResult.Case(
                        "mlp-20",
                        "20 features",
                        ProcessingGuarantee.EXACTLY_ONCE_V2,
                        124,
                        81,
                        4,
                        samples,
                        List.of()))));

        // when
        Page.write(results, directory.resolve("docs"));

        // then
        assertThat(directory.resolve("docs/benchmarks.md"))
                .content()
                .contains(
                        "| 20 features | exactly_once_v2 | 400.0 | 300.0 | 270.0 | 42.5 | 0.68 | 0.90 | 0.75 to 0.90 | 3.75 | 3 |")
                .contains("`./benchmarks/run --sections throughput` at commit abc123")
                .contains("(benchmarks/throughput.svg)")
                .contains("`./benchmarks/run --sections latency` does it")
                .contains("`./benchmarks/run jmh` does it")
                .doesNotContain("{{");
        assertThat(Files.readString(directory.resolve("docs/benchmarks/throughput.svg")))
                .startsWith("<svg ");
    }

    @Test
    void shouldShowTheSoakAndItsVerdicts() throws IOException {
        // given
        ResultFiles results = new ResultFiles(directory.resolve("results"));
        results.write(
                "soak",
                Environment.here("abc123", "./benchmarks/run --sections soak", List.of("-Xmx384m")),
                SoakResultTest.flat());

        // when
        Page.write(results, directory.resolve("docs"));

        // then
        assertThat(directory.resolve("docs/benchmarks.md"))
                .content()
                .contains("| resident memory, MB | 500 | 500 | +0.0 % | 525 | flat |")
                .contains(
                        "| 30 min at 320,000 events/s | 1,000,000 | 1,000 | 999,000 | 1,000 | 0 | the same | adds up |")
                .contains("| bursts | 320,000 | 320,000 | 319,680 | 50 | 120 | 240 | 121 | 120 | 30,000 |")
                .contains("(benchmarks/soak.svg)");
        assertThat(Files.readString(directory.resolve("docs/benchmarks/soak.svg")))
                .startsWith("<svg ")
                .contains(">Memory, MB<");
    }

    private static ThroughputSample sample(int round, double rate) {
        return new ThroughputSample(round, rate, 1_000_000, 5, 3.5, 900, 1, 400_000_000);
    }
}
