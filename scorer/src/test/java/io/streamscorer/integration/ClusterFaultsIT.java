package io.streamscorer.integration;

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
 * Faults of a cluster's brokers under load, counted from the topics; with {@code -Preliability} alone, for they take many minutes. Adds a
 * row for each to {@code target/network-faults.md}. {@code -Dfaults=LEADER_KILLED} chooses some.
 */
@Tag("reliability")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterFaultsIT {
    private final Path folder = Path.of("target/cluster-faults").toAbsolutePath();
    private ClusterBackbone cluster;

    @BeforeAll
    void start() throws IOException {
        Files.createDirectories(folder);
        cluster = ClusterBackbone.start(folder, TrialVariant.BROKER_SETTINGS);
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    static Stream<Arguments> trials() {
        List<String> chosen = List.of(System.getProperty("faults", "").split(",", -1));
        return Stream.of(ClusterFault.values())
                .filter(fault -> chosen.contains("") || chosen.contains(fault.name()))
                .flatMap(fault -> TrialVariant.CLASSIC.stream().map(variant -> Arguments.of(fault, variant)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("trials")
    void shouldAnswerEveryEvent(ClusterFault fault, TrialVariant variant) {
        // given
        String input = variant.input(fault.name());

        // when
        FaultTrial.Outcome outcome;
        try (FaultTrial trial = new FaultTrial(cluster, folder, input, variant.settings())) {
            outcome = trial.run(running -> fault.happen(cluster, running, input));
        }

        // then
        variant.judge(fault.name(), fault.description(), outcome);
    }
}
