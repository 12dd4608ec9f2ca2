package io.streamscorer.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The folder {@code k8s/}: its kustomizations, rendered by {@code kubectl kustomize}, and its other files. Needs no cluster. */
final class Kustomize {
    static final Path FOLDER = Path.of("../k8s");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Kustomize() {}

    /** Whether {@code kubectl} can be run. */
    static boolean isThere() throws InterruptedException {
        try {
            Process process = new ProcessBuilder("kubectl", "kustomize", "--help")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** What can be applied: the base and each overlay, as paths in the folder, in the order of their names. */
    static List<String> places() throws IOException {
        List<String> places = new ArrayList<>();
        for (Path file : files("kustomization.yaml")) {
            if (documents(Files.readString(file)).get(0).path("kind").asText().equals("Kustomization")) {
                places.add(FOLDER.relativize(file.getParent()).toString());
            }
        }
        return places;
    }

    /** The files whose names end so, in the order of their paths. */
    static List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /**
     * The objects of a place.
     *
     * @throws AssertionError with kubectl's words if it cannot be rendered
     */
    static List<JsonNode> render(String place) throws IOException, InterruptedException {
        Path problems = Files.createTempFile("kustomize", ".txt");
        try {
            Process process = new ProcessBuilder(
                            "kubectl", "kustomize", FOLDER.resolve(place).toString())
                    .redirectError(problems.toFile())
                    .start();
            String rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("kubectl kustomize k8s/" + place + ": " + Files.readString(problems));
            }
            return documents(rendered);
        } finally {
            Files.delete(problems);
        }
    }

    /** The documents of a YAML text; those that are empty are left out. */
    static List<JsonNode> documents(String text) {
        List<JsonNode> documents = new ArrayList<>();
        for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text)) {
            if (document != null) {
                documents.add(MAPPER.valueToTree(document));
            }
        }
        return documents;
    }
}
