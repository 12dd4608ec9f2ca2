package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.registry.WireFormat;
import io.streamscorer.sandbox.audit.AuditReport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Very many bad events: each has its one answer, and they take about as long as good ones. */
class FloodIT {
    private static final int PARTITIONS = 4;
    private static final int EVENTS = 200_000;
    /** Bad events are written twice: reasons are longer than predictions. */
    private static final double SLOWEST = 5;

    private static Backbone backbone;
    private static List<byte[]> good;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        backbone = EmbeddedBackbone.start();
        Schema schema = Examinations.schema();
        int schemaId = Events.register(backbone, "examinations", schema);
        good = Examinations.rows().stream()
                .map(row -> Events.framed(schemaId, Examinations.event(schema, "e", row)))
                .toList();
    }

    @AfterAll
    static void stop() {
        backbone.close();
    }

    @Test
    void shouldAnswerEachOfManyFuzzedEventsOnce() throws Exception {
        // given: seeded, so that a failure comes again
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20260101);

        // when
        Flood flood = flood("fuzzed", number -> fuzzed(random, value(number)));

        // then
        System.out.println(EVENTS + " fuzzed events:\n" + flood.audit.text());
        assertThat(flood.audit.clean()).as(flood.audit.text()).isTrue();
        assertThat(flood.audit.events()).isEqualTo(EVENTS);
        assertThat(flood.audit.predictions()).isPositive();
        assertThat(flood.audit.deadLettersByCategory()).hasSizeGreaterThan(4);
    }

    @Test
    void shouldKeepItsSpeedWhenEveryEventIsBad() throws Exception {
        // when
        Flood ofGood = flood("flood-good", FloodIT::value);
        Flood ofBad = flood("flood-bad", number -> Arrays.copyOf(value(number), 40));

        // then
        System.out.printf(
                Locale.ROOT,
                "%d good events in %.1f s, as many cut off in %.1f s%n",
                EVENTS,
                ofGood.seconds,
                ofBad.seconds);
        assertThat(ofGood.audit.predictions()).isEqualTo(EVENTS);
        assertThat(ofBad.audit.deadLetters()).isEqualTo(EVENTS);
        assertThat(ofBad.audit.clean()).as(ofBad.audit.text()).isTrue();
        assertThat(ofBad.seconds).isLessThan(SLOWEST * ofGood.seconds);
    }

    private record Flood(AuditReport audit, double seconds) {}

    private static byte[] value(long number) {
        return good.get((int) (number % good.size()));
    }

    /** Fills the topic, then lets a scorer with a heap of 512 MB answer it. */
    private Flood flood(String input, LongFunction<byte @Nullable []> values) throws Exception {
        Setups.createTopics(backbone, input, PARTITIONS);
        Events.register(backbone, input + "-value", Examinations.schema());
        try (KafkaProducer<byte[], byte[]> producer = Events.producer(backbone)) {
            for (int i = 0; i < EVENTS; i++) {
                Events.send(producer, new ProducerRecord<>(input, i % PARTITIONS, null, values.apply(i)));
            }
        }
        Map<String, String> settings = Setups.with(Setups.good(backbone, input), "num.stream.threads", "1");
        try (ScorerInstance scorer =
                ScorerInstance.start(folder, input, settings).awaitReady()) {
            long start = System.nanoTime();
            AuditReport audit = Settling.await(backbone, input);
            double seconds = (System.nanoTime() - start) * 1e-9;
            assertThat(scorer.terminate()).as(scorer.log()).hasValue(0);
            return new Flood(audit, seconds);
        }
    }

    private static byte @Nullable [] fuzzed(RandomGenerator random, byte[] event) {
        return switch (random.nextInt(10)) {
            case 0 -> null;
            case 1 -> new byte[random.nextInt(WireFormat.PREFIX_BYTES)];
            case 2 -> bytes(random, random.nextInt(200));
            case 3 -> Arrays.copyOf(event, random.nextInt(event.length));
            case 4 -> Arrays.copyOf(event, event.length + 1 + random.nextInt(9));
            case 5, 6, 7 -> flipped(random, event);
            // A length that no array can have.
            case 8 -> withVarint(event, Long.MAX_VALUE - random.nextInt(9));
            default -> event;
        };
    }

    private static byte[] bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        // The registry is asked for each schema id that it does not know: here for few of them.
        if (length >= WireFormat.PREFIX_BYTES) {
            Arrays.fill(bytes, 0, WireFormat.PREFIX_BYTES - 1, (byte) 0);
        }
        return bytes;
    }

    private static byte[] flipped(RandomGenerator random, byte[] event) {
        byte[] flipped = event.clone();
        int flips = 1 + random.nextInt(4);
        for (int i = 0; i < flips; i++) {
            int at = WireFormat.PREFIX_BYTES + random.nextInt(event.length - WireFormat.PREFIX_BYTES);
            flipped[at] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    /** The event with a long, in Avro's coding, over its first bytes. */
    private static byte[] withVarint(byte[] event, long value) {
        byte[] changed = event.clone();
        long rest = value << 1 ^ value >> 63;
        int at = WireFormat.PREFIX_BYTES;
        while ((rest & ~0x7FL) != 0) {
            changed[at++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        changed[at] = (byte) rest;
        return changed;
    }
}
