package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.sandbox.audit.AuditReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How the scorers of a trial commit and share partitions, and what must then hold. */
record TrialVariant(String guarantee, String protocol) {
    private static final Path ROWS = Path.of("target/network-faults.md");
    private static final String EXACTLY_ONCE = "exactly_once_v2";

    /** So that what a lost member leaves behind is cleared in seconds. */
    static final Map<String, String> BROKER_SETTINGS = Map.of(
            "group.streams.min.session.timeout.ms", "1000",
            "group.streams.session.timeout.ms", "6000",
            "group.streams.min.heartbeat.interval.ms", "500",
            "group.streams.heartbeat.interval.ms", "1500");

    static final List<TrialVariant> CLASSIC =
            List.of(new TrialVariant(EXACTLY_ONCE, "classic"), new TrialVariant("at_least_once", "classic"));
    static final List<TrialVariant> WITH_STREAMS_PROTOCOL = List.of(
            CLASSIC.get(0),
            CLASSIC.get(1),
            new TrialVariant(EXACTLY_ONCE, "streams"),
            new TrialVariant("at_least_once", "streams"));

    /** The name of the input topic of a trial. */
    String input(String fault) {
        return String.join("-", fault, guarantee, protocol)
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }

    Map<String, String> settings() {
        Map<String, String> settings =
                new TreeMap<>(Map.of("processing.guarantee", guarantee, "group.protocol", protocol));
        if (protocol.equals("classic")) {
            settings.put("main.consumer.session.timeout.ms", "6000");
            settings.put("main.consumer.heartbeat.interval.ms", "1500");
        }
        if (guarantee.equals(EXACTLY_ONCE)) {
            settings.put("producer.transaction.timeout.ms", "5000");
        }
        return settings;
    }

    /** Prints a row of what a trial showed and adds it to {@code target/network-faults.md}, then fails unless all is as promised. */
    void judge(String name, String description, FaultTrial.Outcome outcome) {
        AuditReport audit = outcome.audit();
        String row = String.format(
                Locale.ROOT,
                "| `%s` | %s | %s, %s | %,d | %,d | %,d | %,d | %.1f s |",
                name,
                description,
                guarantee,
                protocol,
                audit.events(),
                audit.missing(),
                audit.duplicated(),
                audit.outOfOrder(),
                outcome.longestPauseMillis() / 1000.0);
        System.out.println(row);
        try {
            Files.write(ROWS, List.of(row), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(audit.missing()).as(audit.text()).isZero();
        assertThat(audit.deadLetters()).as(audit.text()).isZero();
        assertThat(audit.misplaced()).as(audit.text()).isZero();
        if (guarantee.equals(EXACTLY_ONCE)) {
            assertThat(audit.clean()).as(audit.text()).isTrue();
        }
    }

    @Override
    public String toString() {
        return guarantee + ", " + protocol;
    }
}
