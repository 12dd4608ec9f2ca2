package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults under load, counted from the topics; with {@code -Preliability} alone, for they take many minutes. Writes the table of {@code
 * docs/reliability.md} to {@code target/faults.md}. {@code -Dfaults=KILL,ZOMBIE} chooses some.
 */
@Tag("reliability")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
    private static final List<String> GUARANTEES = List.of("exactly_once_v2", "at_least_once");
    private static final List<Fault> WITH_STREAMS_PROTOCOL = List.of(Fault.KILL, Fault.ZOMBIE, Fault.CHURN);

    private static final List<String> HEADER = List.of(
            "| `-Dfaults=` | What is done | Guarantee, protocol | Events | Missing | Duplicated | Out of order |"
                    + " Longest pause |",
            "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |");

    /** So that what a lost member leaves behind is cleared in seconds. */
    private static final Map<String, String> BROKER_SETTINGS = Map.of(
            "group.streams.min.session.timeout.ms", "1000",
            "group.streams.session.timeout.ms", "6000",
            "group.streams.min.heartbeat.interval.ms", "500",
            "group.streams.heartbeat.interval.ms", "1500");

    private static final Map<String, String> CLASSIC_SETTINGS =
            Map.of("main.consumer.session.timeout.ms", "6000", "main.consumer.heartbeat.interval.ms", "1500");

    private final Path folder = Path.of("target/faults").toAbsolutePath();
    private final List<String> rows = new ArrayList<>();
    private long events;
    private EmbeddedBackbone backbone;

    @BeforeAll
    void start() throws IOException {
        Files.createDirectories(folder);
        backbone = EmbeddedBackbone.start(BROKER_SETTINGS);
    }

    @AfterAll
    void stop() throws IOException {
        backbone.close();
        rows.addAll(0, HEADER);
        rows.add(String.format(Locale.ROOT, "%n%,d events in all.", events));
        Files.write(Path.of("target/faults.md"), rows);
    }

    static Stream<Arguments> trials() {
        List<String> chosen = List.of(System.getProperty("faults", "").split(","));
        return Stream.of(Fault.values())
                .filter(fault -> chosen.contains("") || chosen.contains(fault.name()))
                .flatMap(fault -> GUARANTEES.stream()
                        .flatMap(guarantee ->
                                protocols(fault).map(protocol -> Arguments.of(fault, guarantee, protocol))));
    }

    private static Stream<String> protocols(Fault fault) {
        return WITH_STREAMS_PROTOCOL.contains(fault) ? Stream.of("classic", "streams") : Stream.of("classic");
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("trials")
    void shouldAnswerEveryEvent(Fault fault, String guarantee, String protocol) {
        // given
        Map<String, String> changes = new TreeMap<>(Map.of(
                "processing.guarantee",
                guarantee,
                "group.protocol",
                protocol,
                "commit.interval.ms",
                "100",
                "producer.transaction.timeout.ms",
                "5000"));
        if (protocol.equals("classic")) {
            changes.putAll(CLASSIC_SETTINGS);
        }
        if (guarantee.equals("at_least_once")) {
            changes.remove("producer.transaction.timeout.ms");
        }
        changes.putAll(fault.settings());
        String input = String.join("-", fault.name(), guarantee, protocol)
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');

        // when
        FaultTrial.Outcome outcome;
        try (FaultTrial trial = new FaultTrial(backbone, folder, input, changes)) {
            outcome = trial.run(fault::happen);
        }

        // then
        String row = String.format(
                Locale.ROOT,
                "| `%s` | %s | %s, %s | %,d | %,d | %,d | %,d | %.1f s |",
                fault,
                fault.description(),
                guarantee,
                protocol,
                outcome.audit().events(),
                outcome.audit().missing(),
                outcome.audit().duplicated(),
                outcome.audit().outOfOrder(),
                outcome.longestPauseMillis() / 1000.0);
        System.out.println(row);
        rows.add(row);
        events += outcome.audit().events();
        assertThat(outcome.audit().missing()).as(outcome.audit().text()).isZero();
        assertThat(outcome.audit().deadLetters()).as(outcome.audit().text()).isZero();
        assertThat(outcome.audit().misplaced()).as(outcome.audit().text()).isZero();
        if (guarantee.equals("exactly_once_v2")) {
            assertThat(outcome.audit().clean()).as(outcome.audit().text()).isTrue();
        }
    }
}
