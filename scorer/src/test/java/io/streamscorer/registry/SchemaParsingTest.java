package io.streamscorer.registry;

import static io.streamscorer.registry.StubRegistry.error;
import static io.streamscorer.registry.StubRegistry.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.registry.StubRegistry.Response;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

final class SchemaParsingTest {
    private static final String PRICE =
            "{\"type\":\"record\",\"name\":\"shop.Price\",\"fields\":[{\"name\":\"currency\",\"type\":\"shop.Currency\"}]}";
    private static final String CURRENCY = "{\"type\":\"enum\",\"name\":\"shop.Currency\",\"symbols\":[\"EUR\"]}";
    private static final String ORDER =
            "{\"type\":\"record\",\"name\":\"shop.Order\",\"fields\":[{\"name\":\"price\",\"type\":\"shop.Price\"}]}";

    @Test
    void shouldResolveReferencesOfReferences() throws Exception {
        // given
        try (StubRegistry stub = StubRegistry.start(request -> switch (path(request)) {
                    case "/schemas/ids/7" -> withReference(ORDER, "", "shop.Price", "price", 2);
                    case "/subjects/price/versions/2" ->
                        withReference(
                                PRICE, "\"subject\":\"price\",\"version\":2,\"id\":5,", "shop.Currency", "currency", 1);
                    case "/subjects/currency/versions/1" -> schema(CURRENCY);
                    default -> error(404, 404, "HTTP 404 Not Found");
                });
                SchemaRegistry registry = registry(stub)) {
            // when
            Schema schema = registry.schema(7);

            // then
            Schema currency =
                    schema.getField("price").schema().getField("currency").schema();
            assertThat(currency.getEnumSymbols()).containsExactly("EUR");
        }
    }

    @Test
    void shouldDeadLetterASchemaThatRefersToNothing() throws Exception {
        // given
        try (StubRegistry stub = StubRegistry.start(request -> path(request).equals("/schemas/ids/7")
                        ? withReference(ORDER, "", "shop.Price", "price", 2)
                        : error(404, 40402, "Version not found"));
                SchemaRegistry registry = registry(stub)) {
            // when
            RecordException failure = failure(registry);

            // then
            assertThat(failure.failure().category()).isEqualTo(FailureCategory.SCHEMA_MISMATCH);
            assertThat(failure).hasMessageContaining("version 2 of the subject price");
        }
    }

    @Test
    void shouldNotBlameTheRecordWhenAReferenceCannotBeFetched() throws Exception {
        // given
        try (StubRegistry stub = StubRegistry.start(request -> path(request).equals("/schemas/ids/7")
                        ? withReference(ORDER, "", "shop.Price", "price", 2)
                        : error(500, 50001, "store"));
                SchemaRegistry registry = registry(stub)) {
            // when / then
            assertThatThrownBy(() -> registry.schema(7)).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void shouldEndWhenReferencesGoInCircles() throws Exception {
        // given
        try (StubRegistry stub = StubRegistry.start(request ->
                        withReference(ORDER, "\"subject\":\"price\",\"version\":2,", "shop.Order", "price", 2));
                SchemaRegistry registry = registry(stub)) {
            // when
            RecordException failure = failure(registry);

            // then
            assertThat(failure.failure().category()).isEqualTo(FailureCategory.SCHEMA_MISMATCH);
        }
    }

    @Test
    void shouldNameATypeThatIsNotAvro() throws Exception {
        // given
        try (StubRegistry stub = StubRegistry.start(
                        request -> new Response(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax\"}"));
                SchemaRegistry registry = registry(stub)) {
            // when
            RecordException failure = failure(registry);

            // then
            assertThat(failure.failure().category()).isEqualTo(FailureCategory.SCHEMA_MISMATCH);
            assertThat(failure).hasMessageContaining("expected an Avro schema, but its type is PROTOBUF");
        }
    }

    @Test
    void shouldSurviveHostileSchemas() throws Exception {
        // given
        String deep = "{\"type\":\"array\",\"items\":".repeat(100_000) + "\"int\"" + "}".repeat(100_000);
        String large = "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[\"A\"],\"doc\":\""
                + "x".repeat(SchemaParser.MAX_CHARACTERS) + "\"}";
        for (String text : new String[] {deep, large, "{", "", "{\"type\":\"nothing\"}", "null"}) {
            try (StubRegistry stub = StubRegistry.start(request -> schema(text));
                    SchemaRegistry registry = registry(stub)) {
                // when
                RecordException failure = failure(registry);

                // then
                assertThat(failure.failure().category()).isEqualTo(FailureCategory.SCHEMA_MISMATCH);
                assertThat(failure.getMessage()).hasSizeLessThan(2_000).doesNotContain("\n");
            }
        }
    }

    @Test
    void shouldTakeADefaultOfTheWrongTypeAsConfluentsClientDoes() throws Exception {
        // given
        String text =
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"default\":\"x\"}]}";
        try (StubRegistry stub = StubRegistry.start(request -> schema(text));
                SchemaRegistry registry = registry(stub)) {
            // when
            Schema schema = registry.schema(7);

            // then
            assertThat(schema.getFields()).hasSize(1);
        }
    }

    private static String path(StubRegistry.Request request) {
        return request.path().replaceFirst("\\?.*", "");
    }

    private static Response withReference(String schema, String more, String name, String subject, int version) {
        return new Response(
                200,
                "{" + more + "\"schema\":\"" + schema.replace("\"", "\\\"") + "\",\"references\":[{\"name\":\"" + name
                        + "\",\"subject\":\"" + subject + "\",\"version\":" + version + "}]}");
    }

    private static SchemaRegistry registry(StubRegistry stub) {
        return new SchemaRegistry(Map.of("schema.registry.url", stub.url()), Duration.ofSeconds(30), new FakePauses());
    }

    private static RecordException failure(SchemaRegistry registry) {
        return catchThrowableOfType(RecordException.class, () -> registry.schema(7));
    }
}
