package io.streamscorer.registry;

import static io.streamscorer.registry.StubRegistry.error;
import static io.streamscorer.registry.StubRegistry.inTurn;
import static io.streamscorer.registry.StubRegistry.schema;
import static io.streamscorer.registry.StubRegistry.unknownSchema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.registry.StubRegistry.Request;
import io.streamscorer.registry.StubRegistry.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SchemaRegistryTest {
    private static final Schema CLICK = SchemaBuilder.record("Click")
            .namespace("shop")
            .fields()
            .requiredLong("time")
            .endRecord();

    private final FakePauses pauses = new FakePauses();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void shouldTellHowEachRequestEnded() throws Exception {
        // given
        StubRegistry stub = stub(inTurn(error(503, 50301, "away"), unknownSchema(), schema(CLICK.toString())));
        List<String> calls = new ArrayList<>();
        RegistryListener listener = new RegistryListener() {
            @Override
            public void called(CallOutcome outcome, Duration took) {
                calls.add(outcome + " " + took.toMillis());
            }
        };
        SchemaRegistry registry =
                new SchemaRegistry(Map.of("schema.registry.url", stub.url()), Duration.ofMinutes(1), pauses, listener);
        open.add(registry);

        // when
        recordFailure(registry, 7);
        registry.schema(8);
        registry.schema(8);

        // then
        assertThat(calls)
                .as("the pause after the first is not its time")
                .containsExactly("FAILED 0", "REFUSED 0", "ANSWERED 0");
    }

    @Test
    void shouldFetchASchemaOnceAndKeepIt() throws Exception {
        // given
        StubRegistry stub = stub(inTurn(schema(CLICK.toString()), error(500, 50001, "gone")));
        SchemaRegistry registry = registry(stub);

        // when
        Schema first = registry.schema(7);
        Schema second = registry.schema(7);

        // then
        assertThat(first).isEqualTo(CLICK).isSameAs(second);
        assertThat(stub.requests())
                .extracting(Request::path)
                .singleElement()
                .asString()
                .startsWith("/schemas/ids/7");
    }

    @Test
    void shouldAskOnceForAnIdThatManyThreadsMiss() throws Exception {
        // given
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        StubRegistry stub = stub(request -> {
            asked.countDown();
            await(answer);
            return schema(CLICK.toString());
        });
        SchemaRegistry registry = registry(stub);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        open.add(threads::shutdownNow);

        // when
        List<Future<Schema>> schemas = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            schemas.add(threads.submit(() -> registry.schema(7)));
        }
        await(asked);
        answer.countDown();

        // then
        for (Future<Schema> found : schemas) {
            assertThat(found.get()).isEqualTo(CLICK);
        }
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void shouldRememberThatAnIdIsUnknownForAWhile() throws Exception {
        // given
        StubRegistry stub = stub(inTurn(unknownSchema(), schema(CLICK.toString())));
        SchemaRegistry registry = registry(stub);

        // when
        RecordException first = recordFailure(registry, 7);
        RecordException second = recordFailure(registry, 7);
        pauses.advance(UnansweredIds.KEPT.toNanos());
        Schema registeredMeanwhile = registry.schema(7);

        // then
        assertThat(first.failure().category()).isEqualTo(FailureCategory.UNKNOWN_SCHEMA);
        assertThat(first).hasMessageContaining("no schema with id 7").hasMessageContaining("40403");
        assertThat(second.failure()).isSameAs(first.failure());
        assertThat(registeredMeanwhile).isEqualTo(CLICK);
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void shouldNotHammerTheRegistryWithEverNewIds() throws Exception {
        // given
        StubRegistry stub = stub(request -> unknownSchema());
        SchemaRegistry registry = registry(stub);
        int flood = UnansweredIds.BURST + 100;

        // when
        for (int id = 1; id <= flood; id++) {
            recordFailure(registry, id);
        }

        // then: the clock stands still, so that each question after the burst has to wait
        assertThat(pauses.pauses()).hasSize(99).containsOnly(UnansweredIds.SPACING.toNanos());
    }

    @Test
    void shouldNotAskForANegativeId() throws Exception {
        // given
        StubRegistry stub = stub(request -> unknownSchema());
        SchemaRegistry registry = registry(stub);

        // when
        RecordException failure = recordFailure(registry, -5);

        // then
        assertThat(failure.failure().category()).isEqualTo(FailureCategory.UNKNOWN_SCHEMA);
        assertThat(stub.requests()).isEmpty();
    }

    @Test
    void shouldAskAgainAfterServerErrors() throws Exception {
        // given
        StubRegistry stub = stub(inTurn(
                error(500, 50001, "store"),
                error(503, 503, "starting"),
                error(429, 42901, "slow down"),
                error(401, 40101, "Unauthorized"),
                schema(CLICK.toString())));
        SchemaRegistry registry = registry(stub);

        // when
        Schema found = registry.schema(7);

        // then: each pause is in the upper half of 100, 200, 400 and 800 ms
        assertThat(found).isEqualTo(CLICK);
        assertThat(pauses.pauses()).hasSize(4);
        for (int i = 0; i < 4; i++) {
            long longest = TimeUnit.MILLISECONDS.toNanos(100L << i);
            assertThat(pauses.pauses().get(i)).isBetween(longest / 2, longest);
        }
    }

    @Test
    void shouldBlameTheSurroundingsForA404ThatIsNotTheRegistrys() throws Exception {
        // given
        for (Response response : List.of(
                error(404, 404, "HTTP 404 Not Found"),
                error(404, 40401, "Subject not found"),
                new Response(404, "<html>Not Found</html>"),
                new Response(404, "{\"status\": 404}"),
                new Response(404, ""))) {
            SchemaRegistry registry = registry(stub(request -> response));

            // when / then
            assertThatThrownBy(() -> registry.schema(7))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("the schema with id 7")
                    .hasMessageContaining("HTTP 404")
                    .hasMessageContaining("the path in schema.registry.url");
        }
    }

    @Test
    void shouldSayWhatWasAskedAndAnsweredWhenTheTimeIsUp() throws Exception {
        // given
        StubRegistry stub = stub(request -> error(500, 50001, "Error in the\\nbackend data store"));
        SchemaRegistry registry = registry(stub);

        // when
        var failure = catchThrowableOfType(UnavailableException.class, () -> registry.schema(7));

        // then
        assertThat(failure.getMessage())
                .matches(
                        "schema.registry.url: the schema registry did not give the schema with id 7; asked \\d+ times in \\d+ s at "
                                + stub.url()
                                + "; last answer: HTTP 500: Error in the backend data store; error code: 50001;"
                                + " look at the registry's own log");
        assertThat(pauses.pauses().stream().mapToLong(Long::longValue).sum())
                .isLessThanOrEqualTo(Duration.ofMinutes(1).toNanos());
        assertThat(stub.requests()).hasSize(pauses.pauses().size() + 1);
    }

    @Test
    void shouldNotTakeAnAnswerThatIsNoRegistrysForOne() throws Exception {
        // given
        SchemaRegistry page = registry(stub(request -> new Response(200, "<html>Welcome</html>")));
        SchemaRegistry nothing = registry(stub(request -> new Response(200, "null")));
        SchemaRegistry away =
                new SchemaRegistry(Map.of("schema.registry.url", "http://localhost:1"), Duration.ofSeconds(1), pauses);

        // when / then
        assertThatThrownBy(() -> page.schema(7))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("not the JSON of a schema registry");
        assertThatThrownBy(() -> nothing.schema(7))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("the response is empty");
        assertThatThrownBy(() -> away.schema(7))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("whether the registry runs");
    }

    @Test
    void shouldGiveUpOnASlowAnswer() throws Exception {
        // given
        CountDownLatch never = new CountDownLatch(1);
        StubRegistry stub = stub(request -> {
            await(never);
            return schema(CLICK.toString());
        });
        SchemaRegistry registry = new SchemaRegistry(
                Map.of("schema.registry.url", stub.url(), "schema.registry.http.read.timeout.ms", "50"),
                Duration.ZERO,
                pauses);

        // when / then
        assertThatThrownBy(() -> registry.schema(7))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("asked once")
                .hasMessageContaining("http.read.timeout.ms");
        never.countDown();
    }

    @Test
    void shouldGoToTheNextAddressWhenOneFails() throws Exception {
        // given
        StubRegistry broken = stub(request -> error(500, 50001, "store"));
        StubRegistry sound = stub(request -> schema(CLICK.toString()));
        SchemaRegistry registry = new SchemaRegistry(
                Map.of("schema.registry.url", "http://localhost:1, " + broken.url() + "," + sound.url()),
                Duration.ofMinutes(1),
                pauses);

        // when
        Schema found = registry.schema(7);

        // then
        assertThat(found).isEqualTo(CLICK);
        assertThat(broken.requests()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void shouldStopWaitingWhenInterrupted() throws Exception {
        // given
        SchemaRegistry registry = registry(stub(request -> error(500, 50001, "store")));

        // when
        Thread.currentThread().interrupt();
        var failure = catchThrowableOfType(UnavailableException.class, () -> registry.schema(7));

        // then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).hasMessageContaining("interrupted");
    }

    @Test
    void shouldStopWaitingWhenClosed() throws Exception {
        // given: the system's clock and a time to retry that outlasts the test
        CountDownLatch asked = new CountDownLatch(1);
        StubRegistry stub = stub(request -> {
            asked.countDown();
            return error(500, 50001, "store");
        });
        SchemaRegistry registry = new SchemaRegistry(Map.of("schema.registry.url", stub.url()), Duration.ofDays(1));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        open.add(threads::shutdownNow);
        Future<Schema> waiting = threads.submit(() -> registry.schema(7));
        await(asked);

        // when
        registry.close();

        // then
        assertThatThrownBy(waiting::get)
                .cause()
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void shouldPingOnce() throws Exception {
        // given
        StubRegistry sound = stub(request -> new Response(200, "[\"AVRO\"]"));
        StubRegistry broken = stub(request -> error(500, 50001, "store"));

        // when
        registry(sound).ping();

        // then
        assertThatThrownBy(() -> registry(broken).ping()).isInstanceOf(UnavailableException.class);
        assertThat(broken.requests()).hasSize(1);
        assertThat(pauses.pauses()).isEmpty();
    }

    @Test
    void shouldReportAllProblemsOfTheSettingsAtOnce() {
        // when
        var failure = catchThrowableOfType(
                SetupException.class,
                () -> new SchemaRegistry(
                        Map.of("basic.auth.credentials.source", "USERINFO", "http.read.timeout.ms", "soon"),
                        Duration.ZERO));

        // then
        assertThat(failure.problems())
                .anySatisfy(problem -> assertThat(problem).contains("schema.registry.url is not set"))
                .anySatisfy(
                        problem -> assertThat(problem)
                                .isEqualTo(
                                        "basic.auth.credentials.source is USERINFO; expected one of SASL_INHERIT, URL, USER_INFO"))
                .anySatisfy(problem -> assertThat(problem).contains("http.read.timeout.ms is 'soon'"))
                .hasSize(3);
    }

    private StubRegistry stub(Function<Request, Response> answer) throws IOException {
        StubRegistry stub = StubRegistry.start(answer);
        open.add(stub);
        return stub;
    }

    private SchemaRegistry registry(StubRegistry stub) {
        SchemaRegistry registry =
                new SchemaRegistry(Map.of("schema.registry.url", stub.url()), Duration.ofMinutes(1), pauses);
        open.add(registry);
        return registry;
    }

    private static RecordException recordFailure(SchemaRegistry registry, int id) {
        return catchThrowableOfType(RecordException.class, () -> registry.schema(id));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
