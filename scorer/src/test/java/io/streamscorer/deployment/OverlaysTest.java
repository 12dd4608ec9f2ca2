package io.streamscorer.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamscorer.config.ScorerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what {@code k8s/} renders to Kubernetes' schemas, to the policy for pods, and to the scorer's own settings. */
class OverlaysTest {
    private static final KubernetesSchemas SCHEMAS = KubernetesSchemas.load();

    /** What closing takes beyond shutdown.timeout.ms. */
    private static final Duration CLOSING_MARGIN = Duration.ofSeconds(3);

    @BeforeAll
    static void needKubectl() throws Exception {
        assumeTrue(Kustomize.isThere(), "kubectl is not there, and nothing else renders k8s/");
    }

    static List<String> places() throws Exception {
        return Kustomize.places();
    }

    @Test
    void shouldFindTheBaseAndTheOverlays() throws Exception {
        // when
        List<String> places = Kustomize.places();

        // then
        assertThat(places).contains("base", "overlays/local", "overlays/gpu", "overlays/keda");
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldRenderOnlyWhatKubernetesTakes(String place) throws Exception {
        // given
        List<JsonNode> objects = Kustomize.render(place);

        // when
        List<String> problems = new ArrayList<>();
        objects.forEach(object -> problems.addAll(SCHEMAS.problems(object)));

        // then
        assertThat(objects).hasSizeGreaterThan(5);
        assertThat(problems).as("k8s/" + place).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldHoldEveryPodToThePolicy(String place) throws Exception {
        // given
        List<JsonNode> deployments = new RenderedScorer(Kustomize.render(place)).all("Deployment");

        // when
        List<String> problems = new ArrayList<>();
        for (JsonNode deployment : deployments) {
            String name = deployment.path("metadata").path("name").asText();
            JsonNode pod = deployment.path("spec").path("template").path("spec");
            problems.addAll(PodPolicy.problems("k8s/" + place + " " + name, pod));
        }

        // then
        assertThat(deployments).isNotEmpty();
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldGiveTheScorerSettingsThatItTakes(String place, @TempDir Path directory) throws Exception {
        // given
        RenderedScorer scorer = new RenderedScorer(Kustomize.render(place));

        // when
        ScorerConfig settings = scorer.settings(directory, Map.of());

        // then
        assertThat(scorer.settingsName()).as("a hash of the content").matches("stream-scorer-[a-z0-9]{10}");
        boolean hasGpu = scorer.container().path("resources").path("limits").has("nvidia.com/gpu");
        assertThat(settings.modelDevice()).isEqualTo(hasGpu ? "gpu" : "auto");
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldLeaveTheScorerTimeToStop(String place, @TempDir Path directory) throws Exception {
        // given
        RenderedScorer scorer = new RenderedScorer(Kustomize.render(place));
        Duration needed = scorer.settings(directory, Map.of()).shutdownTimeout().plus(CLOSING_MARGIN);

        // when
        JsonNode grace = scorer.template().path("spec").path("terminationGracePeriodSeconds");

        // then
        assertThat(Duration.ofSeconds(grace.asLong())).isGreaterThan(needed);
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldProbeTheScorersEndpoints(String place, @TempDir Path directory) throws Exception {
        // given
        RenderedScorer scorer = new RenderedScorer(Kustomize.render(place));
        int port = scorer.settings(directory, Map.of()).httpPort();

        // when
        Map<String, String> paths = new HashMap<>();
        Map<String, String> ports = new HashMap<>();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            JsonNode request = scorer.container().path(probe).path("httpGet");
            paths.put(probe, request.path("path").asText());
            ports.put(probe, request.path("port").asText());
        }

        // then
        assertThat(paths)
                .containsEntry("startupProbe", "/health/live")
                .containsEntry("livenessProbe", "/health/live")
                .containsEntry("readinessProbe", "/health/ready");
        assertThat(ports.values()).containsOnly("http");
        JsonNode opened = scorer.container().path("ports").path(0);
        assertThat(opened.path("name").asText()).isEqualTo("http");
        assertThat(opened.path("containerPort").asInt()).isEqualTo(port);
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldReplaceOnePodAtATimeAndTheOldOneFirst(String place) throws Exception {
        // given
        RenderedScorer scorer = new RenderedScorer(Kustomize.render(place));

        // when
        JsonNode rolling = scorer.deployment().path("spec").path("strategy").path("rollingUpdate");

        // then
        assertThat(rolling.path("maxSurge").asText()).isEqualTo("0");
        assertThat(rolling.path("maxUnavailable").asText()).isEqualTo("1");
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldSelectTheScorersPods(String place) throws Exception {
        // given
        RenderedScorer scorer = new RenderedScorer(Kustomize.render(place));
        Map<String, String> labels = fields(scorer.template().path("metadata").path("labels"));

        // when
        Map<String, Map<String, String>> selectors = new HashMap<>();
        for (String kind : List.of("Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy", "PodMonitor")) {
            scorer.find(kind).ifPresent(object -> selectors.put(kind, selector(object.path("spec"))));
        }

        // then
        assertThat(selectors).containsKeys("Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy");
        assertThat(selectors.values()).allSatisfy(selector -> {
            assertThat(selector).isNotEmpty();
            assertThat(labels).containsAllEntriesOf(selector);
        });
    }

    @Test
    void shouldScaleByTheGroupAndTopicThatTheScorerReads(@TempDir Path directory) throws Exception {
        // given
        RenderedScorer scorer = new RenderedScorer(Kustomize.render("overlays/keda"));
        ScorerConfig settings = scorer.settings(directory, Map.of());

        // when
        JsonNode spec = scorer.find("ScaledObject").orElseThrow().path("spec");
        Map<String, String> trigger = fields(spec.path("triggers").path(0).path("metadata"));

        // then
        assertThat(spec.path("scaleTargetRef").path("name").asText())
                .isEqualTo(scorer.deployment().path("metadata").path("name").asText());
        assertThat(trigger)
                .containsEntry("consumerGroup", settings.applicationId())
                .containsEntry("topic", settings.inputTopic())
                .containsEntry(
                        "bootstrapServers",
                        settings.streamsProperties().get("bootstrap.servers").toString())
                .containsEntry(
                        "offsetResetPolicy",
                        settings.streamsProperties().get("auto.offset.reset").toString());
        assertThat(scorer.deployment().path("spec").has("replicas"))
                .as("a number of replicas, which each apply would set again")
                .isFalse();
    }

    @Test
    void shouldHaveExamplesThatKubernetesTakes() throws Exception {
        // given
        List<Path> examples = Kustomize.files(".example.yaml");

        // when
        List<String> problems = new ArrayList<>();
        for (Path example : examples) {
            for (JsonNode object : Kustomize.documents(Files.readString(example))) {
                problems.addAll(SCHEMAS.problems(object));
                if (object.path("kind").asText().equals("Pod")) {
                    problems.addAll(PodPolicy.problems(example.toString(), object.path("spec")));
                }
            }
        }

        // then
        assertThat(examples).hasSizeGreaterThan(2);
        assertThat(problems).isEmpty();
    }

    @Test
    void shouldReadTheExamplesCredentials(@TempDir Path directory) throws Exception {
        // given
        RenderedScorer scorer = new RenderedScorer(Kustomize.render("base"));
        String example = Files.readString(Kustomize.FOLDER.resolve("base/credentials.example.yaml"));
        JsonNode secret = Kustomize.documents(example).get(0);

        // when
        ScorerConfig settings = scorer.settings(directory, fields(secret.path("stringData")));

        // then
        JsonNode source = scorer.container().path("envFrom").path(0).path("secretRef");
        assertThat(source.path("name").asText())
                .isEqualTo(secret.path("metadata").path("name").asText());
        assertThat(settings.streamsProperties()).containsEntry("security.protocol", "SASL_SSL");
        assertThat(settings.registrySettings())
                .containsEntry("schema.registry.basic.auth.user.info", "card-fraud:change-me");
        assertThat(settings.describe()).doesNotContain("change-me");
    }

    @Test
    void shouldShowEveryComponentInAnOverlay() throws Exception {
        // given
        StringBuilder overlays = new StringBuilder();
        for (Path file : Kustomize.files("kustomization.yaml")) {
            if (Kustomize.FOLDER.relativize(file).startsWith("overlays")) {
                overlays.append(Files.readString(file));
            }
        }

        // when
        List<String> components = Kustomize.files("kustomization.yaml").stream()
                .map(file -> Kustomize.FOLDER.relativize(file.getParent()))
                .filter(place -> place.startsWith("components"))
                .map(place -> place.getFileName().toString())
                .toList();

        // then
        assertThat(components).contains("model-volume", "model-init-container", "model-image");
        assertThat(components)
                .allSatisfy(component ->
                        assertThat(overlays).containsPattern("components/" + Pattern.quote(component) + "(?m)$"));
    }

    /** A Service's and a policy's selector are shaped differently. */
    private static Map<String, String> selector(JsonNode spec) {
        JsonNode selector = spec.has("podSelector") ? spec.path("podSelector") : spec.path("selector");
        return fields(selector.has("matchLabels") ? selector.path("matchLabels") : selector);
    }

    private static Map<String, String> fields(JsonNode object) {
        Map<String, String> fields = new HashMap<>();
        object.properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        return fields;
    }
}
