package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamscorer.integration.ScorerCommand.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of {@code scorer run} as what collects logs meets it. */
class LogFormatIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void shouldWriteObjectsALineUpToTheReasonOfTheEnd() throws Exception {
        // given: settings that are right, and no broker
        Path model = Path.of("../sandbox/model/card-fraud").toAbsolutePath().normalize();
        Path settings = Files.write(
                folder.resolve("scorer.properties"),
                List.of(
                        "application.id=cards",
                        "bootstrap.servers=" + Ports.closed(),
                        "schema.registry.url=http://" + Ports.closed(),
                        "input.topic=cards",
                        "output.topic=predictions",
                        "dead.letter.topic=dead-letters",
                        "model.path=" + model,
                        "state.dir=" + folder.resolve("state"),
                        "http.port=0",
                        "retry.timeout.ms=1000"));

        // when
        Finished run = run("json", settings);

        // then
        assertThat(run.exitStatus()).isEqualTo(1);
        List<JsonNode> entries = entries(run.errors());
        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.path("timestamp").isIntegralNumber()).isTrue();
            assertThat(entry.path("level").asText()).isIn("INFO", "WARN", "ERROR");
            assertThat(entry.path("loggerName").asText()).isNotEmpty();
            assertThat(entry.path("formattedMessage").asText()).isNotEmpty();
        });
        assertThat(entries.get(0).path("formattedMessage").asText())
                .startsWith("Settings: ")
                .contains("input.topic=cards");
        JsonNode last = entries.get(entries.size() - 1);
        assertThat(last.path("level").asText()).isEqualTo("ERROR");
        assertThat(last.path("formattedMessage").asText()).contains("bootstrap.servers");
    }

    @Test
    void shouldWriteWhatMustBeMendedAsAnEntry() throws Exception {
        // given
        Path settings = Files.writeString(folder.resolve("scorer.properties"), "input.topic=cards\n");

        // when
        Finished run = run("json", settings);

        // then
        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(entries(run.errors()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.path("formattedMessage").asText())
                        .startsWith("these must be mended first:\n  - ")
                        .contains("output.topic"));
    }

    @Test
    void shouldRefuseAFormatThatItDoesNotKnow() throws Exception {
        // when
        Finished run = run("xml", folder.resolve("scorer.properties"));

        // then
        assertThat(run.exitStatus()).isEqualTo(1);
        assertThat(run.errors().strip()).isEqualTo("scorer: SCORER_LOG_FORMAT is 'xml'; it must be text or json");
    }

    private Finished run(String format, Path settings) throws Exception {
        return new ScorerCommand(ScorerInstance.distribution(), folder)
                .run(Map.of("SCORER_LOG_FORMAT", format), List.of("run", "-c", settings));
    }

    private static List<JsonNode> entries(String lines) throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            entries.add(JSON.readTree(line));
        }
        return entries;
    }
}
