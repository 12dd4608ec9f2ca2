package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code scorer check} as a user meets it: what it says of good and of broken set-ups, and that it changes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckCommandIT {
    private static final String INPUT = "checked";
    private static final int PARTITIONS = 3;
    /** Five seconds for brokers and registry each; the rest is the start of a process on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Kept, so that the output of each run can be read. */
    private final Path folder = Path.of("target/check-command").toAbsolutePath();

    private EmbeddedBackbone backbone;
    private Map<String, String> good;
    private int runs;

    @BeforeAll
    void start() throws Exception {
        Files.createDirectories(folder);
        backbone = EmbeddedBackbone.start();
        backbone.createTopic(INPUT, PARTITIONS, Map.of());
        Events.register(backbone, INPUT + "-value", Examinations.schema());
        good = Setups.good(backbone, INPUT);
    }

    @AfterAll
    void stop() {
        backbone.close();
    }

    @Test
    void shouldSayThatAllFitsTogetherAndChangeNothing() throws Exception {
        // given
        Set<String> topics = topics();
        Set<String> subjects = subjects();

        // when
        ScorerInstance.Finished check = check(good);

        // then
        assertThat(check.exitStatus()).as(check.output()).isZero();
        assertThat(check.output().lines())
                .anyMatch(line ->
                        line.startsWith("  ok ") && line.contains("model 'breast-cancer' version 1 runs on cpu"))
                .anyMatch(
                        line -> line.startsWith("  ok ") && line.contains("every mapped field is in the event schema"))
                .anyMatch(line -> line.startsWith("  ok ") && line.contains("'checked' has 3 partitions"))
                .anyMatch(line -> line.startsWith("  ok ") && line.contains("'checked-out' does not exist yet"))
                .anyMatch(line -> line.startsWith("All fits together"))
                .allMatch(line -> line.startsWith("  ok ") || line.startsWith("All fits together"));
        assertThat(topics()).isEqualTo(topics);
        assertThat(subjects()).isEqualTo(subjects);
    }

    @Test
    void shouldSayThatNoBrokerAnswers() throws Exception {
        String address = Ports.closed();
        assertOneProblem(
                Setups.with(good, "bootstrap.servers", address), "bootstrap.servers: no broker answered at " + address);
    }

    @Test
    void shouldSayThatTheTopicIsWrong() throws Exception {
        assertOneProblem(
                Setups.with(good, "input.topic", "chekced"),
                "input.topic: topic 'chekced' does not exist",
                INPUT,
                "Create it or correct input.topic");
    }

    @Test
    void shouldSayThatNoRegistryAnswers() throws Exception {
        String url = "http://" + Ports.closed();
        assertOneProblem(
                Setups.with(good, "schema.registry.url", url, "auto.register.schemas", "false"),
                "schema.registry.url: ",
                url,
                "whether the registry runs");
    }

    @Test
    void shouldSayThatNoRegistryAnswersWhereTheEventSchemaIsAFile() throws Exception {
        String url = "http://" + Ports.closed();
        assertOneProblem(
                Setups.with(
                        good,
                        "schema.registry.url",
                        url,
                        "input.schema",
                        Examinations.MODEL.resolve("event.avsc").toString()),
                "schema.registry.url: ",
                url);
    }

    @Test
    void shouldSayThatAMappedFieldIsNotInTheSchema() throws Exception {
        Path model = Setups.modelPackage(folder, yaml -> yaml.replace("- worst_area", "- wurst_area"));
        assertOneProblem(
                Setups.with(good, "model.path", model.toString()),
                "model.yaml: Field 'wurst_area' for input 'features' (float32): there is no field 'wurst_area'",
                "did you mean 'worst_area'?");
    }

    @Test
    void shouldSayThatATextFieldCannotFeedANumber() throws Exception {
        Path model = Setups.modelPackage(folder, yaml -> yaml.replace("- mean_radius", "- id"));
        assertOneProblem(
                Setups.with(good, "model.path", model.toString()),
                "model.yaml: Field 'id' is string, but input 'features' (float32) takes numbers: give it a vocabulary");
    }

    @Test
    void shouldSayThatTheModelTakesAnotherType() throws Exception {
        Path model = Setups.modelPackage(folder, yaml -> yaml.replace("dtype: float32", "dtype: float64"));
        assertOneProblem(
                Setups.with(good, "model.path", model.toString()),
                model.resolve("model.yaml").toString(),
                "'features' is given as float64, but the model takes float32",
                "Correct or leave out its dtype");
    }

    @Test
    void shouldSayThatTheModelFileIsMissing() throws Exception {
        Path model = Setups.modelPackage(folder, yaml -> yaml.replace("file: model.onnx", "file: modle.onnx"));
        assertOneProblem(
                Setups.with(good, "model.path", model.toString()),
                model.resolve("model.yaml").toString(),
                "file: there is no file 'modle.onnx'",
                "model.onnx");
    }

    @Test
    void shouldReportAllProblemsTogetherInTimeThoughEverythingIsAway() throws Exception {
        // given
        String broker = Ports.closed();
        String registry = "http://" + Ports.closed();
        Path model = folder.resolve("empty-model");
        Files.createDirectories(model);
        long start = System.nanoTime();

        // when
        ScorerInstance.Finished check = check(Setups.with(
                good,
                "bootstrap.servers",
                broker,
                "schema.registry.url",
                registry,
                "model.path",
                model.toString(),
                "auto.register.schemas",
                "false"));

        // then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        assertThat(check.exitStatus()).isEqualTo(1);
        assertThat(problems(check))
                .as(check.output())
                .hasSize(3)
                .anyMatch(problem -> problem.contains(broker))
                .anyMatch(problem -> problem.contains(registry))
                .anyMatch(problem -> problem.contains("has neither model.yaml nor MLmodel"));
        assertThat(check.output()).endsWith("3 problems: 'scorer run' with these settings would not start.");
        assertReadable(check);
    }

    @Test
    void shouldReportProblemsOfTopicAndMappingTogether() throws Exception {
        // given
        backbone.createTopic("narrow-out", PARTITIONS - 1, Map.of());

        // when
        ScorerInstance.Finished check =
                check(Setups.with(good, "output.topic", "narrow-out", "output.fields", "id,laboratory"));

        // then
        assertThat(check.exitStatus()).isEqualTo(1);
        assertThat(problems(check))
                .as(check.output())
                .hasSize(2)
                .anyMatch(problem -> problem.contains(
                        "output.topic: topic 'narrow-out' has 2 partitions, but the input topic has 3"))
                .anyMatch(problem -> problem.contains("output.fields: Field 'laboratory'"));
        assertReadable(check);
    }

    @Test
    void shouldSayWhichTopicsAreMissingWhereNoneIsCreated() throws Exception {
        // when
        ScorerInstance.Finished check = check(Setups.with(good, "topics.create", "false"));

        // then
        assertThat(check.exitStatus()).isEqualTo(1);
        assertThat(problems(check))
                .as(check.output())
                .hasSize(2)
                .allMatch(problem -> problem.contains("does not exist") && problem.contains("3 partitions"))
                .anyMatch(problem -> problem.contains("output.topic: topic 'checked-out'"))
                .anyMatch(problem -> problem.contains("dead.letter.topic: topic 'checked-dead'"));
        assertReadable(check);
    }

    @Test
    void shouldSuggestTheKeyThatWasMeant() throws Exception {
        assertOneProblem(Setups.with(good, "output.topics", "x"), "output.topics", "Did you mean output.topic?");
    }

    @Test
    void shouldSayThatThePredictionSchemaIsNotRegistered() throws Exception {
        // given
        Set<String> subjects = subjects();

        // when / then
        assertOneProblem(
                Setups.with(good, "auto.register.schemas", "false"),
                "is not registered under the subject checked-out-value",
                "auto.register.schemas=true");
        assertThat(subjects()).isEqualTo(subjects);
    }

    @Test
    void shouldSayThatThePredictionSchemaDoesNotFitItsSubject() throws Exception {
        // given
        Schema other = SchemaBuilder.record("Prediction")
                .namespace("io.streamscorer.schemas")
                .fields()
                .requiredLong("score")
                .endRecord();
        try (CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(backbone.registryUrl(), 10)) {
            client.register("occupied-value", new AvroSchema(other));
            client.updateCompatibility("occupied-value", "BACKWARD");
        }

        // when / then
        assertOneProblem(
                Setups.with(good, "output.topic", "occupied"),
                "output.topic: the prediction schema is incompatible with what the subject 'occupied-value' already holds",
                "Write to another topic");
    }

    @Test
    void shouldTakeAnyTimeThatARequestMayLast() throws Exception {
        // when
        ScorerInstance.Finished check = check(Setups.with(good, "request.timeout.ms", "30000"));

        // then
        assertThat(check.exitStatus()).as(check.output()).isZero();
    }

    @Test
    void shouldSayThatTheEventsHaveNoSchema() throws Exception {
        // given
        backbone.createTopic("unregistered", 1, Map.of());

        // when / then
        assertOneProblem(
                Setups.good(backbone, "unregistered"), "input.schema: not set", "has no subject 'unregistered-value'");
    }

    private void assertOneProblem(Map<String, String> settings, String... parts) throws Exception {
        Set<String> topics = topics();
        ScorerInstance.Finished check = check(settings);
        assertThat(check.exitStatus()).as(check.output()).isEqualTo(1);
        assertThat(problems(check)).as(check.output()).hasSize(1);
        assertThat(check.output())
                .contains(parts)
                .endsWith("1 problem: 'scorer run' with these settings would not start.");
        assertReadable(check);
        assertThat(topics()).isEqualTo(topics);
    }

    /** Nothing but the answer: no log line, no stack trace. */
    private static void assertReadable(ScorerInstance.Finished check) {
        assertThat(check.output().lines())
                .allMatch(line -> Stream.of(
                                "  ok       ", "  PROBLEM  ", "           ", "1 problem", "2 problems", "3 problems")
                        .anyMatch(line::startsWith));
        assertThat(check.output()).doesNotContain("Exception in thread", "\tat ", "SLF4J");
    }

    private static List<String> problems(ScorerInstance.Finished check) {
        return check.output()
                .lines()
                .filter(line -> line.startsWith("  PROBLEM"))
                .toList();
    }

    private ScorerInstance.Finished check(Map<String, String> settings) throws Exception {
        runs++;
        return ScorerInstance.run(folder, "check-" + runs, "check", settings);
    }

    private Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers()))) {
            return new TreeSet<>(admin.listTopics().names().get());
        }
    }

    private Set<String> subjects() throws Exception {
        try (CachedSchemaRegistryClient client = new CachedSchemaRegistryClient(backbone.registryUrl(), 10)) {
            return new TreeSet<>(client.getAllSubjects());
        }
    }
}
