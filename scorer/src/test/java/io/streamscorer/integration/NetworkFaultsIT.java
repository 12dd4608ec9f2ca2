package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults of the network under load, counted from the topics; with {@code -Preliability} alone, for they take many minutes. Adds a row for
 * each to {@code target/network-faults.md}. {@code -Dfaults=CUT,SLOW} chooses some.
 */
@Tag("reliability")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkFaultsIT {
    private final Path folder = Path.of("target/network-faults").toAbsolutePath();
    private ProxiedBackbone backbone;

    @BeforeAll
    void start() throws IOException {
        Files.createDirectories(folder);
        backbone = ProxiedBackbone.start(TrialVariant.BROKER_SETTINGS);
    }

    @AfterAll
    void stop() {
        backbone.close();
    }

    static Stream<Arguments> trials() {
        List<String> chosen = List.of(System.getProperty("faults", "").split(",", -1));
        return Stream.of(NetworkFault.values())
                .filter(fault -> chosen.contains("") || chosen.contains(fault.name()))
                .flatMap(fault -> variants(fault).stream().map(variant -> Arguments.of(fault, variant)));
    }

    private static List<TrialVariant> variants(NetworkFault fault) {
        return switch (fault) {
            case ONE_CUT_OFF -> TrialVariant.WITH_STREAMS_PROTOCOL;
            default -> TrialVariant.CLASSIC;
        };
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("trials")
    void shouldAnswerEveryEvent(NetworkFault fault, TrialVariant variant) {
        // given
        String input = variant.input(fault.name());

        // when
        FaultTrial.Outcome outcome;
        try (FaultTrial trial = new FaultTrial(backbone, folder, input, variant.settings())) {
            outcome = trial.run(running -> fault.happen(backbone, running));
        } finally {
            backbone.networks().forEach(NetworkProxy::restore);
        }

        // then
        variant.judge(fault.name(), fault.description(), outcome);
        assertThat(outcome.longestPauseMillis())
                .as("the longest pause, ms")
                .isGreaterThan(fault.leastPause().toMillis());
    }
}
