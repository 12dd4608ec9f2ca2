package io.streamscorer.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds the distribution's bill of materials (CycloneDX 1.6) against the jars that the distribution holds. */
class DistributionSbomIT {
    private static final Path TARGET = Path.of("target");

    /** Which of registry-client's works its packages are of. */
    private static final Map<String, String> PACKAGES = Map.of(
            "io/confluent/kafka/schemaregistry/", "kafka-schema-registry-client",
            "io/confluent/common/", "common-utils",
            "io/streamscorer/registryclient/oauthbearer/", "kafka-clients");

    private Path distribution = TARGET;
    private JsonNode sbom = new ObjectMapper().nullNode();

    @BeforeEach
    void read() throws IOException {
        assumeFalse(
                "offline=true".equals(System.getProperty("maven.mode")),
                "Maven is offline and skips the plugin that makes it");
        try (Stream<Path> folders = Files.list(TARGET)) {
            distribution = folders.filter(Files::isDirectory)
                    .filter(folder -> String.valueOf(folder.getFileName()).startsWith("stream-scorer-"))
                    .findFirst()
                    .orElseThrow();
        }
        sbom = new ObjectMapper().readTree(Files.readString(distribution.resolve("sbom.cdx.json")));
    }

    /** The jars' digests (SHA-256) by file name, without the scorer's own. */
    private Map<String, String> jars() throws Exception {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.list(distribution.resolve("lib"))) {
            for (Path jar : (Iterable<Path>) files::iterator) {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
                digests.put(String.valueOf(jar.getFileName()), HexFormat.of().formatHex(digest));
            }
        }
        digests.remove(fileName(sbom.at("/metadata/component")));
        return digests;
    }

    /** The name that Maven gives a component's jar: its purl may have a classifier. */
    private static String fileName(JsonNode component) {
        Matcher classifier = Pattern.compile("[?&]classifier=([^&]*)")
                .matcher(component.path("purl").asText());
        return component.path("name").asText() + "-" + component.path("version").asText()
                + (classifier.find() ? "-" + classifier.group(1) : "") + ".jar";
    }

    private JsonNode registryClient() {
        for (JsonNode component : sbom.path("components")) {
            if (component.path("name").asText().equals("registry-client")) {
                return component;
            }
        }
        throw new AssertionError("no registry-client");
    }

    @Test
    void shouldListTheJarsOfTheDistributionAndNothingElse() throws Exception {
        // given
        Map<String, String> jars = jars();

        // when
        Map<String, String> components = new TreeMap<>();
        for (JsonNode component : sbom.path("components")) {
            for (JsonNode hash : component.path("hashes")) {
                if (hash.path("alg").asText().equals("SHA-256")) {
                    components.put(fileName(component), hash.path("content").asText());
                }
            }
        }

        // then: the same names, and the same bytes
        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(components).hasSizeGreaterThan(30).isEqualTo(jars);
    }

    @Test
    void shouldListWhatIsRepackagedInTheRegistryClient() throws Exception {
        // given
        Path jar = distribution.resolve("lib").resolve(fileName(registryClient()));
        Set<String> noticed = new TreeSet<>();
        Set<String> works = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            String notice = new String(
                    file.getInputStream(file.getEntry("META-INF/NOTICE")).readAllBytes(), StandardCharsets.UTF_8);
            Pattern.compile("(io\\.confluent|org\\.apache\\.kafka):[a-z-]+:[\\w.-]+")
                    .matcher(notice)
                    .results()
                    .forEach(coordinates -> noticed.add(coordinates.group()));
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(".class"))
                    .forEach(name -> works.add(PACKAGES.entrySet().stream()
                            .filter(known -> name.startsWith(known.getKey()))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElse(name)));
        }

        // when
        Set<String> listed = new TreeSet<>();
        for (JsonNode part : registryClient().path("components")) {
            listed.add(part.path("group").asText() + ":" + part.path("name").asText() + ":"
                    + part.path("version").asText());
        }

        // then: the notice, the bill and the classes speak of the same works
        assertThat(listed).isNotEmpty().isEqualTo(noticed);
        assertThat(works)
                .isEqualTo(
                        listed.stream().map(part -> part.split(":")[1]).collect(Collectors.toCollection(TreeSet::new)));
        assertThat(Files.readString(distribution.resolve("sbom.cdx.json"))).doesNotContain("@flink");
    }
}
