package io.streamscorer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Holds the queries of the dashboard and of the alerts against the catalogues of meters: names and tags. */
class MonitoringNamesTest {
    private static final Path DASHBOARD = Path.of("../compose/grafana/dashboards/stream-scorer.json");
    private static final Path RULES = Path.of("../compose/prometheus/rules.yml");

    /** A name, and the selector that may follow it. */
    private static final Pattern METER =
            Pattern.compile("\\b((?:scorer|kafka|jvm|process|system|executor)_[a-z0-9_]+)(\\{[^}]*\\})?");

    private static final Pattern SELECTED = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)");
    private static final Pattern GROUPED = Pattern.compile("\\b(?:by|on|ignoring)\\s*\\(([a-z_, ]*)\\)");

    /** What Prometheus itself adds, and the bound of a bucket. */
    private static final Set<String> COMMON_TAGS = Set.of("application_id", "job", "instance", "le");

    @Test
    void shouldKnowEveryMeterThatTheDashboardAndTheAlertsAskFor() throws IOException {
        // given
        Map<String, List<String>> known = known();

        // when
        Set<String> asked = new TreeSet<>();
        for (String query : queries()) {
            for (Matcher meter = METER.matcher(query); meter.find(); ) {
                asked.add(meter.group(1));
            }
        }

        // then
        assertThat(asked).hasSizeGreaterThan(15);
        assertThat(known.keySet()).containsAll(asked);
    }

    @Test
    void shouldAskForNoTagThatTheMeterLacks() throws IOException {
        // given
        Map<String, List<String>> known = known();
        List<String> problems = new ArrayList<>();

        // when
        for (String query : queries()) {
            Set<String> ofQuery = new HashSet<>(COMMON_TAGS);
            boolean own = true;
            for (Matcher meter = METER.matcher(query); meter.find(); ) {
                String name = meter.group(1);
                own &= name.startsWith("scorer_");
                List<String> tags = known.getOrDefault(name, List.of());
                ofQuery.addAll(tags);
                if (name.startsWith("scorer_") && meter.group(2) != null) {
                    for (Matcher tag = SELECTED.matcher(meter.group(2)); tag.find(); ) {
                        if (!COMMON_TAGS.contains(tag.group(1)) && !tags.contains(tag.group(1))) {
                            problems.add(name + " has no tag " + tag.group(1));
                        }
                    }
                }
            }
            for (Matcher groups = GROUPED.matcher(query); own && groups.find(); ) {
                for (String tag : groups.group(1).split("\\s*,\\s*", -1)) {
                    if (!tag.isBlank() && !ofQuery.contains(tag.strip())) {
                        problems.add("no meter has the tag " + tag + " in: " + query);
                    }
                }
            }
        }

        // then
        assertThat(problems).isEmpty();
    }

    @Test
    void shouldShowEveryMeterOfTheScorerOnTheDashboard() throws IOException {
        // given
        String queries = String.join("\n", queries());

        // when / then
        assertThat(MeterDefinition.values())
                .allSatisfy(meter -> assertThat(queries).contains(meter.prometheusName()));
    }

    /** The names that Prometheus scrapes, with the tags that only the scorer's own are known to have. */
    private static Map<String, List<String>> known() {
        Map<String, List<String>> known = Arrays.stream(BorrowedMeter.values())
                .collect(Collectors.toMap(BorrowedMeter::prometheusName, meter -> List.of()));
        for (MeterDefinition meter : MeterDefinition.values()) {
            suffixes(meter.kind()).forEach(suffix -> known.put(meter.prometheusName() + suffix, meter.tags()));
        }
        return known;
    }

    private static Stream<String> suffixes(MeterDefinition.Kind kind) {
        return switch (kind) {
            case COUNTER, GAUGE -> Stream.of("");
            case TIMER, SUMMARY -> Stream.of("_count", "_sum", "_max", "_bucket");
            case HISTOGRAM -> Stream.of("_count", "_sum", "_bucket");
        };
    }

    private static List<String> queries() throws IOException {
        List<String> queries = new ArrayList<>();
        for (JsonNode panel : new ObjectMapper().readTree(DASHBOARD.toFile()).get("panels")) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(target.get("expr").textValue());
            }
        }
        assertThat(queries).as("queries of the dashboard").hasSizeGreaterThan(20);
        Map<String, List<Map<String, List<Map<String, Object>>>>> rules =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(RULES));
        for (var group : rules.getOrDefault("groups", List.of())) {
            for (Map<String, Object> rule : group.getOrDefault("rules", List.of())) {
                queries.add(String.valueOf(rule.get("expr")));
            }
        }
        return queries.stream()
                .map(query -> query.replace("scorer:lag_records:sum", ""))
                .toList();
    }
}
