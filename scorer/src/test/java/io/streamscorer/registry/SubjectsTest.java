package io.streamscorer.registry;

import static io.streamscorer.registry.StubRegistry.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.registry.StubRegistry.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

final class SubjectsTest {
    private static final Schema CLICK = SchemaBuilder.record("Click")
            .namespace("shop")
            .fields()
            .requiredLong("time")
            .endRecord();

    @Test
    void shouldReadTheLatestVersionOfASubject() throws Exception {
        // given
        try (StubRegistry stub = StubRegistry.start(request -> new Response(200, registered()));
                SchemaRegistry registry = registry(stub)) {
            // when
            Optional<RegisteredSchema> latest = registry.latest("clicks/x-value");

            // then
            assertThat(latest).hasValue(new RegisteredSchema(12, 3, CLICK));
            assertThat(stub.requests().get(0).path()).startsWith("/subjects/clicks%2Fx-value/versions/latest");
        }
    }

    @Test
    void shouldRegisterASchema() throws Exception {
        // given
        try (StubRegistry stub = StubRegistry.start(request -> new Response(200, "{\"id\":12}"));
                SchemaRegistry registry = registry(stub)) {
            // when
            int id = registry.register("clicks-value", CLICK);

            // then
            assertThat(id).isEqualTo(12);
            assertThat(stub.requests().get(0).method()).isEqualTo("POST");
            assertThat(stub.requests().get(0).path()).startsWith("/subjects/clicks-value/versions");
            assertThat(stub.requests().get(0).body()).contains("\\\"name\\\":\\\"Click\\\"");
        }
    }

    @Test
    void shouldAskWhetherASchemaFitsItsSubject() throws Exception {
        // given
        try (StubRegistry stub = StubRegistry.start(StubRegistry.inTurn(
                        new Response(200, "{\"is_compatible\":false}"),
                        new Response(200, "{\"is_compatible\":false,\"messages\":[\"no default for 'time'\"]}"),
                        new Response(200, "{\"is_compatible\":false}"),
                        new Response(200, "{\"is_compatible\":false}"),
                        new Response(200, "{\"is_compatible\":true}"),
                        error(404, 40401, "Subject not found"),
                        error(403, 40301, "not for you")));
                SchemaRegistry registry = registry(stub)) {
            // when / then
            assertThat(registry.incompatibility("clicks-value", CLICK)).hasValue("no default for 'time'");
            assertThat(registry.incompatibility("clicks-value", CLICK)).isPresent();
            assertThat(registry.incompatibility("clicks-value", CLICK)).isEmpty();
            assertThat(registry.incompatibility("clicks-value", CLICK)).isEmpty();
            assertThat(registry.incompatibility("clicks-value", CLICK)).isEmpty();
            assertThat(stub.requests().get(0).path())
                    .startsWith("/compatibility/subjects/clicks-value/versions/latest");
        }
    }

    @Test
    void shouldLookUpASchema() throws Exception {
        // given
        try (StubRegistry stub = StubRegistry.start(request -> new Response(200, registered()));
                SchemaRegistry registry = registry(stub)) {
            // when
            int id = registry.lookup("clicks-value", CLICK);

            // then
            assertThat(id).isEqualTo(12);
            assertThat(stub.requests().get(0).path()).startsWith("/subjects/clicks-value?");
        }
    }

    @Test
    void shouldSayWhatIsNotThere() throws Exception {
        for (Response response :
                List.of(error(404, 40401, "Subject not found"), error(404, 40403, "Schema not found"))) {
            // given
            try (StubRegistry stub = StubRegistry.start(request -> response);
                    SchemaRegistry registry = registry(stub)) {
                // when / then
                assertThat(registry.latest("clicks-value")).isEmpty();
                assertThatThrownBy(() -> registry.lookup("clicks-value", CLICK))
                        .isInstanceOf(SetupException.class)
                        .hasMessageContaining("is not registered");
            }
        }
    }

    @Test
    void shouldSayWhatTheRegistryRefuses() throws Exception {
        // given
        assertRefused(error(401, 40101, "Unauthorized"), "HTTP 401", "basic.auth.user.info");
        assertRefused(error(403, 40301, "Forbidden"), "HTTP 403", "what that user may do");
        assertRefused(new Response(404, ""), "HTTP 404", "the path in schema.registry.url");
        assertRefused(error(422, 42201, "Invalid schema"), "HTTP 422", "Invalid schema");
    }

    @Test
    void shouldSayThatASchemaIsIncompatible() throws Exception {
        // given
        try (StubRegistry stub = StubRegistry.start(request -> error(409, 409, "reader field missing default"));
                SchemaRegistry registry = registry(stub)) {
            // when / then
            assertThatThrownBy(() -> registry.register("clicks-value", CLICK))
                    .isInstanceOf(SetupException.class)
                    .hasMessageContaining("shop.Click is incompatible with what the subject clicks-value")
                    .hasMessageContaining("reader field missing default");
        }
    }

    @Test
    void shouldAskAgainWhileTheRegistryIsAway() throws Exception {
        // given
        try (StubRegistry stub = StubRegistry.start(
                        StubRegistry.inTurn(error(503, 503, "starting"), new Response(200, "{\"id\":12}")));
                SchemaRegistry registry = registry(stub)) {
            // when
            int id = registry.register("clicks-value", CLICK);

            // then
            assertThat(id).isEqualTo(12);
        }
        try (StubRegistry stub = StubRegistry.start(request -> error(503, 503, "starting"));
                SchemaRegistry registry = registry(stub)) {
            assertThatThrownBy(() -> registry.register("clicks-value", CLICK)).isInstanceOf(UnavailableException.class);
        }
    }

    private static void assertRefused(Response response, String latest, String lookup) throws Exception {
        try (StubRegistry stub = StubRegistry.start(request -> response);
                SchemaRegistry registry = registry(stub)) {
            // when / then
            assertThatThrownBy(() -> registry.latest("clicks-value"))
                    .isInstanceOf(SetupException.class)
                    .hasMessageContaining(latest);
            assertThatThrownBy(() -> registry.lookup("clicks-value", CLICK))
                    .isInstanceOf(SetupException.class)
                    .hasMessageContaining(lookup);
            assertThat(stub.requests()).hasSize(2);
        }
    }

    private static String registered() {
        return "{\"subject\":\"clicks-value\",\"version\":3,\"id\":12,\"guid\":\"x\",\"schema\":\""
                + CLICK.toString().replace("\"", "\\\"") + "\"}";
    }

    private static SchemaRegistry registry(StubRegistry stub) {
        return new SchemaRegistry(Map.of("schema.registry.url", stub.url()), Duration.ofSeconds(30), new FakePauses());
    }
}
