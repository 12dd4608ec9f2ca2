package io.streamscorer.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class SchemaConventionsTest {
    private static final String SNAKE_CASE = "[a-z][a-z0-9]*(_[a-z0-9]+)*";

    @Test
    void shouldFindEverySchema() throws Exception {
        // when
        List<Path> files = schemaFiles();

        // then
        assertThat(files)
                .extracting(file -> file.getFileName().toString())
                .contains("CardTransaction.avsc", "Prediction.avsc");
    }

    @TestFactory
    Stream<DynamicTest> shouldDocumentEveryRecordAndField() throws Exception {
        return eachSchema((name, schema) -> {
            // when
            List<String> undocumented = new ArrayList<>();
            for (Schema each : records(schema)) {
                if (isBlank(each.getDoc())) {
                    undocumented.add(each.getFullName());
                }
                for (Schema.Field field : each.getFields()) {
                    if (isBlank(field.doc())) {
                        undocumented.add(each.getFullName() + "." + field.name());
                    }
                }
            }

            // then
            assertThat(undocumented).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldNameEveryFieldInSnakeCase() throws Exception {
        return eachSchema((name, schema) -> {
            // when
            List<String> names = new ArrayList<>();
            for (Schema each : records(schema)) {
                each.getFields().forEach(field -> names.add(field.name()));
            }

            // then
            assertThat(names).isNotEmpty().allMatch(field -> field.matches(SNAKE_CASE));
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldGiveEveryRecordTheNamespaceOfTheClasses() throws Exception {
        return eachSchema((name, schema) -> {
            // when
            List<Schema> records = records(schema);

            // then
            assertThat(schema.getName() + ".avsc").isEqualTo(name);
            assertThat(records).extracting(Schema::getNamespace).containsOnly("io.streamscorer.schemas");
        });
    }

    private interface SchemaCheck {
        void check(String fileName, Schema schema);
    }

    private static Stream<DynamicTest> eachSchema(SchemaCheck check) throws IOException, URISyntaxException {
        return schemaFiles().stream().map(file -> {
            String name = file.getFileName().toString();
            return DynamicTest.dynamicTest(name, () -> check.check(name, new Schema.Parser().parse(file.toFile())));
        });
    }

    private static List<Path> schemaFiles() throws IOException, URISyntaxException {
        URL folder = SchemaConventionsTest.class.getResource("/avro");
        assertThat(folder).as("the folder avro/ on the class path").isNotNull();
        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Schema> records(Schema schema) {
        List<Schema> found = new ArrayList<>();
        collect(schema, found);
        return found;
    }

    private static void collect(Schema schema, List<Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (!found.contains(schema)) {
                    found.add(schema);
                    schema.getFields().forEach(field -> collect(field.schema(), found));
                }
            }
            case UNION -> schema.getTypes().forEach(each -> collect(each, found));
            case ARRAY -> collect(schema.getElementType(), found);
            case MAP -> collect(schema.getValueType(), found);
            case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
                // holds no record
            }
        }
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
