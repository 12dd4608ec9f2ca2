package io.streamscorer;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the packages to the data's path: imports run one way. */
class ArchitectureTest {
    /** From the bottom up: a package may import those before it. Packages in one group do not import each other. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("failure"),
            List.of("telemetry"),
            List.of("registry", "features"),
            List.of("engine", "packaging"),
            List.of("model"),
            List.of("prediction"),
            List.of("scoring"),
            List.of("topology", "config", "files"),
            List.of("http", "replay"),
            List.of("cli"));

    /** Names and types of Kafka Streams' settings; nothing runs there. */
    private static final String KAFKA_DEFINITIONS = "io.streamscorer.config.KafkaDefinitions";

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.streamscorer");
    }

    @Test
    void shouldSeeTheClassesOfEveryPackage() {
        for (String name : LAYERS.stream().flatMap(List::stream).toList()) {
            assertThat(classes.stream().filter(type -> type.getPackageName().equals("io.streamscorer." + name)))
                    .as("classes of package " + name)
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void shouldImportDownwardsOnly() {
        for (int i = 0; i < LAYERS.size(); i++) {
            for (String lower : LAYERS.get(i)) {
                for (List<String> upper : LAYERS.subList(i, LAYERS.size())) {
                    for (String name : upper) {
                        if (!name.equals(lower)) {
                            noClasses()
                                    .that()
                                    .resideInAPackage("io.streamscorer." + lower)
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAPackage("io.streamscorer." + name)
                                    .check(classes);
                        }
                    }
                }
            }
        }
    }

    @Test
    void shouldHaveNoCycles() {
        slices().matching("io.streamscorer.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void shouldKeepDjlInTheEnginePackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.streamscorer.engine")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..", "ai.onnxruntime..", "ai.onnx..")
                .check(classes);
    }

    @Test
    void shouldKeepKafkaStreamsInTopologyAndTheWiring() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.streamscorer.topology", "io.streamscorer.cli")
                .and()
                .doNotHaveFullyQualifiedName(KAFKA_DEFINITIONS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.streams..")
                .check(classes);
    }

    @Test
    void shouldLetTheSettingsKnowOfKafkaStreamsItsSettingsAlone() {
        classes()
                .that()
                .haveFullyQualifiedName(KAFKA_DEFINITIONS)
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage("org.apache.kafka.streams..").or(type(StreamsConfig.class)))
                .check(classes);
    }
}
