package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of events with a new schema while the registry is away, slow, failing or refusing: none is given up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegistryAwayIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int PARTITIONS = 2;
    private static final int EVENTS = 20;

    /** Kept, so that the output of each run can be read. */
    private final Path folder = Path.of("target/registry-away").toAbsolutePath();

    private EmbeddedBackbone backbone;
    private RegistryGate gate;

    @BeforeAll
    void start() throws Exception {
        Files.createDirectories(folder);
        backbone = EmbeddedBackbone.start();
    }

    @AfterAll
    void stop() {
        backbone.close();
    }

    @BeforeEach
    void openGate() {
        gate = new RegistryGate(backbone.registryUrl());
    }

    @AfterEach
    void closeGate() {
        gate.close();
    }

    /** What can be wrong with a registry in mid-stream, and what readiness says of it. */
    enum Trouble {
        AWAY("Connect") {
            @Override
            void begin(RegistryGate gate) {
                gate.shut();
            }
        },
        SLOW("SocketTimeoutException") {
            @Override
            void begin(RegistryGate gate) {
                gate.stall();
            }
        },
        FAILING("HTTP 500") {
            @Override
            void begin(RegistryGate gate) {
                gate.fail(500);
            }
        },
        REFUSING("HTTP 401") {
            @Override
            void begin(RegistryGate gate) {
                gate.fail(401);
            }
        };

        private final String words;

        Trouble(String words) {
            this.words = words;
        }

        abstract void begin(RegistryGate gate);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void shouldSayThatItIsNotReadyAndAnswerEverythingWhenTheRegistryIsBack(Trouble trouble) throws Exception {
        // given
        String input = "returns-" + trouble.name().toLowerCase(Locale.ROOT);
        try (ScorerInstance scorer =
                scoringThenWithoutRegistry(input, trouble, "schema.registry.http.read.timeout.ms", "1000")) {
            Await.until(
                    "readiness says what is wrong",
                    LIMIT,
                    () -> scorer.status("/health/ready") == 503
                            && scorer.body("/health/ready").contains("registry")
                            && scorer.body("/health/ready").contains(trouble.words));
            assertThat(scorer.status("/health/live")).isEqualTo(200);

            // when
            gate.reopen();

            // then
            assertThat(Answers.await(backbone, List.of(input + "-out"), 2L * EVENTS, LIMIT)
                            .get(input + "-out"))
                    .hasSize(2 * EVENTS);
            scorer.awaitReady();
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
        }
        assertThat(Answers.endOffsets(backbone, input + "-dead")).isZero();
    }

    @Test
    void shouldDieWithOneReadableLineAndNoDeadLetterWhenTheRegistryStaysAway() throws Exception {
        // given
        String input = "stays-away";

        // when
        try (ScorerInstance scorer = scoringThenWithoutRegistry(input, Trouble.AWAY, "retry.timeout.ms", "2000")) {
            Await.until("the scorer ends", LIMIT, () -> scorer.exitStatus().isPresent());

            // then
            assertThat(scorer.exitStatus()).hasValue(1);
            assertThat(scorer.log().lines())
                    .last()
                    .asString()
                    .startsWith("scorer: schema.registry.url: the schema registry did not give the schema with id ");
        }
        assertThat(Answers.endOffsets(backbone, input + "-dead")).isZero();
    }

    @Test
    void shouldStopCleanlyAndSoonThoughItsThreadsWaitForTheRegistry() throws Exception {
        // given
        String input = "stopped-without";
        try (ScorerInstance scorer = scoringThenWithoutRegistry(
                input, Trouble.AWAY, "num.stream.threads", "2", "shutdown.timeout.ms", "20000")) {
            Await.until("the scorer waits", LIMIT, () -> scorer.status("/health/ready") == 503);
            long start = System.nanoTime();

            // when / then
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
            assertThat(scorer.log()).doesNotContain("did not end within");
        }
        assertThat(Answers.endOffsets(backbone, input + "-dead")).isZero();
    }

    /** A scorer that has answered the events of one schema, and has those of another to answer, which the registry does not give. */
    private ScorerInstance scoringThenWithoutRegistry(String input, Trouble trouble, String... changes)
            throws Exception {
        backbone.createTopic(input, PARTITIONS, Map.of());
        Schema schema = Examinations.schema();
        Schema other = Examinations.reordered(schema);
        int otherId = Events.register(backbone, input + "-value", other);
        int schemaId = Events.register(backbone, input + "-value", schema);
        Map<String, String> settings = Setups.with(Setups.good(backbone, input), "schema.registry.url", gate.url());
        ScorerInstance scorer = ScorerInstance.start(folder, input, Setups.with(settings, changes))
                .awaitReady();
        send(input, schemaId, schema);
        Answers.await(backbone, List.of(input + "-out"), EVENTS, LIMIT);
        trouble.begin(gate);
        send(input, otherId, other);
        return scorer;
    }

    private void send(String input, int schemaId, Schema schema) {
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            for (int i = 0; i < EVENTS; i++) {
                byte[] value = Events.framed(
                        schemaId,
                        Examinations.event(schema, "e" + i, Examinations.rows().get(i)));
                Events.send(producer, new ProducerRecord<>(input, i % PARTITIONS, null, value));
            }
        }
    }
}
