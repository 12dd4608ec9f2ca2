package io.streamscorer.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lag of a group that has answered everything, as KEDA counts it: the log end offset less what is committed. docs/scaling.md reckons with
 * it.
 */
class ResidualLagIT {
    private static final String INPUT = "lag";
    private static final int PARTITIONS = 3;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    /** Many commits long. */
    private static final Duration IDLE = Duration.ofSeconds(3);

    private static Backbone backbone;

    @TempDir
    private Path folder;

    private byte[] event = {};

    @BeforeAll
    static void start() {
        backbone = EmbeddedBackbone.start();
    }

    @AfterAll
    static void stop() {
        backbone.close();
    }

    @Test
    void shouldBeNothingUnlessOnlyAbortedTransactionsCameSinceTheStart() throws Exception {
        // given
        Setups.createTopics(backbone, INPUT, PARTITIONS);
        Schema schema = Examinations.schema();
        int schemaId = Events.register(backbone, INPUT + "-value", schema);
        event = Events.framed(
                schemaId, Examinations.event(schema, "e", Examinations.rows().get(0)));
        try (KafkaProducer<byte[], byte[]> plain = Events.producer(backbone);
                KafkaProducer<byte[], byte[]> transactional = transactionalProducer();
                Admin admin = Admin.create(Map.of("bootstrap.servers", backbone.bootstrapServers()))) {
            send(plain, 300);
            plain.flush();
            assertThat(lag(admin, "300 events in each partition, before the first start"))
                    .isEqualTo(each(300));
            try (ScorerInstance first = scorer("first")) {
                awaitAnswers(900);
                assertThat(idleLag(admin, "all answered, producer without transactions"))
                        .isEqualTo(each(0));

                // when / then: markers of commits, and of an abort after events were read
                commit(transactional, 10);
                commit(transactional, 10);
                awaitAnswers(960);
                assertThat(idleLag(admin, "all answered, producer with transactions"))
                        .isEqualTo(each(0));
                abort(transactional, 5);
                assertThat(idleLag(admin, "then an aborted transaction of 5 events"))
                        .isEqualTo(each(0));
                awaitScorersLag(first, 0);
                assertThat(first.terminate()).as(first.log()).hasValue(0);
            }
            try (ScorerInstance second = scorer("second")) {
                assertThat(idleLag(admin, "restarted, nothing sent")).isEqualTo(each(0));
                abort(transactional, 5);
                assertThat(idleLag(admin, "restarted, then an aborted transaction of 5 events"))
                        .isEqualTo(each(6));
                abort(transactional, 5);
                assertThat(idleLag(admin, "and one more")).isEqualTo(each(12));
                awaitScorersLag(second, 0);
                commit(transactional, 1);
                awaitAnswers(963);
                assertThat(idleLag(admin, "then a committed one of 1 event")).isEqualTo(each(0));
                assertThat(second.terminate()).as(second.log()).hasValue(0);
            }
        }
    }

    private ScorerInstance scorer(String name) {
        return ScorerInstance.start(folder, name, Setups.good(backbone, INPUT)).awaitReady();
    }

    private static KafkaProducer<byte[], byte[]> transactionalProducer() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", backbone.bootstrapServers(), "transactional.id", "lag-producer"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private void commit(KafkaProducer<byte[], byte[]> producer, int ofEachPartition) {
        producer.beginTransaction();
        send(producer, ofEachPartition);
        producer.commitTransaction();
    }

    private void abort(KafkaProducer<byte[], byte[]> producer, int ofEachPartition) {
        producer.beginTransaction();
        send(producer, ofEachPartition);
        producer.flush();
        producer.abortTransaction();
    }

    private void send(KafkaProducer<byte[], byte[]> producer, int ofEachPartition) {
        for (int i = 0; i < ofEachPartition * PARTITIONS; i++) {
            Events.send(producer, new ProducerRecord<>(INPUT, i % PARTITIONS, null, event));
        }
    }

    /** What the scorer itself says of each partition, which leaves out what holds no event. */
    private static void awaitScorersLag(ScorerInstance scorer, int lag) {
        Await.until("the scorer says " + lag + " of each partition", TIMEOUT, () -> {
            List<String> lines = scorer.body("/metrics")
                    .lines()
                    .filter(line -> line.startsWith("scorer_partition_lag{"))
                    .toList();
            return lines.size() == PARTITIONS && lines.stream().allMatch(line -> line.endsWith("} " + lag + ".0"));
        });
    }

    private static void awaitAnswers(int count) {
        Answers.await(backbone, List.of(INPUT + "-out"), count, TIMEOUT);
    }

    /** The lag by partition, once it has stood still for many commits. */
    private static Map<Integer, Long> idleLag(Admin admin, String when) throws Exception {
        long[] since = {System.nanoTime()};
        Map<Integer, Long> last = new TreeMap<>(lag(admin));
        Await.until("the lag stands still", TIMEOUT, () -> {
            Map<Integer, Long> now = lag(admin);
            if (!now.equals(last)) {
                last.clear();
                last.putAll(now);
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] > IDLE.toNanos();
        });
        return lag(admin, when);
    }

    private static Map<Integer, Long> lag(Admin admin, String when) throws Exception {
        Map<Integer, Long> lag = lag(admin);
        System.out.println("Lag by partition, " + when + ": " + lag.values());
        return lag;
    }

    private static Map<Integer, Long> lag(Admin admin) throws Exception {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(INPUT, partition))
                .toList();
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("scorer-" + INPUT)
                .partitionsToOffsetAndMetadata()
                .get();
        var ends = admin.listOffsets(
                        partitions.stream().collect(Collectors.toMap(Function.identity(), each -> OffsetSpec.latest())))
                .all()
                .get();
        return partitions.stream().collect(Collectors.toMap(TopicPartition::partition, partition -> {
            OffsetAndMetadata offset = committed.get(partition);
            return ends.get(partition).offset() - (offset == null ? 0 : offset.offset());
        }));
    }

    private static Map<Integer, Long> each(long lag) {
        return IntStream.range(0, PARTITIONS).boxed().collect(Collectors.toMap(Function.identity(), partition -> lag));
    }
}
