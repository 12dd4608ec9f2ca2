package io.streamscorer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsDocumentTest {
    private static final Path EXAMPLE = Path.of("src/main/conf/scorer.properties");
    private static final Path README = Path.of("../README.md");

    @Test
    void shouldShowEverySettingWithItsDefaultInTheExample() throws Exception {
        // given
        String example = Files.readString(EXAMPLE);

        // when
        Map<String, String> differences = new TreeMap<>();
        for (ConfigKey key : OwnSettings.definition().configKeys().values()) {
            String expected =
                    key.hasDefault() ? "#" + key.name + "=" + ConfigDocument.defaultText(key) : key.name + "=";
            boolean found = example.lines()
                    .anyMatch(line -> key.hasDefault() ? line.equals(expected) : line.startsWith(expected));
            if (!found) {
                differences.put(key.name, expected);
            }
        }

        // then
        assertThat(differences)
                .as(
                        "lines that scorer/src/main/conf/scorer.properties lacks, by setting; their values are OwnSettings' defaults")
                .isEmpty();
    }

    @Test
    void shouldLoadTheExampleWithAndWithoutItsComments(@TempDir Path directory) throws Exception {
        // given
        String example = Files.readString(EXAMPLE).replace("model.path=model", "model.path=" + directory);
        Path plain = Files.writeString(directory.resolve("plain.properties"), example);
        String everything = example.replaceAll("(?m)^#(?=[a-z.]+=)", "").replaceAll("(?m)^input.schema=$", "");
        Files.writeString(directory.resolve("registry.properties"), "user.info=u:p");
        Path full = Files.writeString(
                directory.resolve("full.properties"), everything.replace("/run/secrets", directory.toString()));

        // when
        ScorerConfig fromPlain = ScorerConfig.load(plain, Map.of());
        ScorerConfig fromFull = ScorerConfig.load(full, Map.of("KAFKA_PASSWORD", "p"));

        // then
        assertThat(fromPlain.batchMaxRecords()).isEqualTo(fromFull.batchMaxRecords());
        assertThat(fromFull.registrySettings()).containsEntry("schema.registry.basic.auth.user.info", "u:p");
        assertThat(fromFull.streamsProperties()).containsEntry("num.stream.threads", 4);
    }

    @Test
    void shouldShowTheTableOfSettingsInTheReadme() throws Exception {
        // given
        assumeTrue(
                Files.exists(README) && Files.readString(README).contains(ConfigDocument.BEGIN),
                "no README with a table");
        Matcher matcher = Pattern.compile(ConfigDocument.BEGIN + "\\n(.*?)" + ConfigDocument.END, Pattern.DOTALL)
                .matcher(Files.readString(README));

        // when
        boolean found = matcher.find();

        // then
        assertThat(found)
                .as("README.md has " + ConfigDocument.END + " after " + ConfigDocument.BEGIN)
                .isTrue();
        assertThat(matcher.group(1).strip())
                .as(
                        "README.md's table of settings; replace what stands between the markers by:%n%s",
                        ConfigDocument.table())
                .isEqualTo(ConfigDocument.table().strip());
    }

    @Test
    void shouldPrintOneLinePerSetting() {
        // given
        int settings = OwnSettings.definition().names().size();

        // when
        String table = ConfigDocument.table();

        // then
        assertThat(table.lines()).hasSize(settings + 2).allMatch(line -> line.startsWith("|") && line.endsWith("|"));
        assertThat(table)
                .contains(
                        "| `http.port` | `8080` | a whole number from 0 to 65535 | Port of health and metrics; 0 takes any free one. |")
                .contains("| `input.topic` | *required* |")
                .contains("| `output.fields` | none |");
    }
}
