package io.streamscorer.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.streamscorer.config.ScorerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The scorer as one place of {@code k8s/} deploys it.
 *
 * @param objects all objects of the place
 */
record RenderedScorer(List<JsonNode> objects) {
    static final String NAME = "stream-scorer";

    /** The objects of a kind, in the order of the rendered text. */
    List<JsonNode> all(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    /** The object of a kind that is called as the scorer. */
    Optional<JsonNode> find(String kind) {
        return all(kind).stream()
                .filter(object -> object.path("metadata").path("name").asText().equals(NAME))
                .findFirst();
    }

    JsonNode deployment() {
        return find("Deployment").orElseThrow(() -> new AssertionError("there is no Deployment " + NAME));
    }

    /** The scorer's pods: metadata and spec. */
    JsonNode template() {
        return deployment().path("spec").path("template");
    }

    JsonNode container() {
        for (JsonNode container : template().path("spec").path("containers")) {
            if (container.path("name").asText().equals("scorer")) {
                return container;
            }
        }
        throw new AssertionError("there is no container 'scorer'");
    }

    /** The name of the ConfigMap that is mounted where the scorer reads its settings. */
    String settingsName() {
        for (JsonNode volume : template().path("spec").path("volumes")) {
            if (volume.path("name").asText().equals("settings")) {
                return volume.path("configMap").path("name").asText();
            }
        }
        throw new AssertionError("there is no volume 'settings'");
    }

    /**
     * The settings as the scorer in the container would read them, but for the model, which is not here.
     *
     * @param directory takes the settings' file, and stands for the model package
     * @param secrets more variables of the environment
     */
    ScorerConfig settings(Path directory, Map<String, String> secrets) throws IOException {
        JsonNode map = all("ConfigMap").stream()
                .filter(object -> object.path("metadata").path("name").asText().equals(settingsName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no ConfigMap " + settingsName()));
        Path file = Files.writeString(
                directory.resolve("scorer.properties"),
                map.path("data").path("scorer.properties").asText());
        Map<String, String> environment = new HashMap<>(secrets);
        for (JsonNode variable : container().path("env")) {
            environment.put(
                    variable.path("name").asText(), variable.path("value").asText());
        }
        environment.put("SCORER_MODEL_PATH", directory.toString());
        return ScorerConfig.load(file, environment);
    }
}
