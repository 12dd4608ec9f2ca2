package io.streamscorer.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.replay.Redelivery.Holder;
import io.streamscorer.sandbox.broker.EmbeddedBroker;
import io.streamscorer.topology.BrokerQuestions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/** Whose a transactional id is, as brokers say it after all that can happen to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokerTransactionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private EmbeddedBroker broker;
    private Admin admin;
    private ReplayJob job;
    private ReplayClients clients;
    private BrokerTransactions transactions;

    @BeforeAll
    void start() {
        broker = EmbeddedBroker.start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    void stop() {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void open(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        clients = new ReplayClients(settings, settings, settings);
        job = new ReplayJob(
                name + "-dead",
                name,
                new Selection(Set.of(), null, null, Long.MAX_VALUE),
                false,
                false,
                (short) 1,
                Map.of(),
                broker.bootstrapServers(),
                PATIENCE);
        broker.createTopic(name, 1, Map.of());
        broker.createTopic(job.ledger(), 1, Map.of());
        BrokerQuestions questions = new BrokerQuestions(broker.bootstrapServers(), Duration.ofSeconds(10));
        transactions = new BrokerTransactions(
                job,
                clients,
                new ReplayTopics(admin, questions, job),
                new ReplayGround(Uuid.randomUuid(), 1, 1, true, null, List.of()),
                admin,
                questions);
    }

    @Test
    void shouldBeThisReplaysWhereNothingCameAfterIt() throws Exception {
        // when
        transactions.open().close();

        // then
        assertThat(transactions.holder()).isEqualTo(Holder.THIS_REPLAY);
    }

    @Test
    void shouldBeAnothersWhoHasJustTakenIt() throws Exception {
        // given
        transactions.open().close();

        // when
        another().close();

        // then
        assertThat(transactions.holder()).isEqualTo(Holder.ANOTHER);
    }

    @Test
    void shouldBeThisReplaysWhoseTransactionWasAborted() throws Exception {
        // given
        TransactionalDelivery delivery = transactions.open();
        delivery.send(Letters.of(0, FailureCategory.BAD_FRAMING, job.inputTopic(), 0, 1_000));

        // when
        delivery.close();

        // then
        assertThat(transactions.holder()).isEqualTo(Holder.THIS_REPLAY);
    }

    @Test
    void shouldBeAnothersWhoBeginsWithTheAbortOfWhatWasOpen() throws Exception {
        // given: another that asks for the id, has the open transaction aborted, and asks again only a while later
        try (TransactionalDelivery delivery = transactions.open()) {
            delivery.send(Letters.of(0, FailureCategory.BAD_FRAMING, job.inputTopic(), 0, 1_000));
            awaitState(state -> state == TransactionState.ONGOING);
            Map<String, Object> slow = Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    "retry.backoff.ms",
                    1_500,
                    "retry.backoff.max.ms",
                    1_500);
            try (KafkaProducer<byte[], byte[]> another =
                    new ReplayClients(slow, slow, slow).openProducer(job.ledger())) {
                CompletableFuture<Void> taken = CompletableFuture.runAsync(another::initTransactions);
                awaitState(state -> state != TransactionState.ONGOING);
                assertThat(taken).isNotDone();

                // when, then
                assertThat(transactions.holder()).isEqualTo(Holder.ANOTHER);
                taken.get(10, TimeUnit.SECONDS);
            }
        }
    }

    private void awaitState(Predicate<TransactionState> wanted) throws Exception {
        long start = System.nanoTime();
        while (!wanted.test(admin.describeTransactions(List.of(job.ledger()))
                .description(job.ledger())
                .get()
                .state())) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void shouldLeaveItToTheRecordWhoseACommitWas() throws Exception {
        // given
        transactions.open().close();

        // when
        try (KafkaProducer<byte[], byte[]> another = another()) {
            another.beginTransaction();
            another.send(new ProducerRecord<>(job.inputTopic(), new byte[1]));
            another.commitTransaction();
        }

        // then
        assertThat(transactions.holder()).isEqualTo(Holder.LAST_RECORDED);
    }

    @Test
    void shouldBeAnothersWhoseTransactionGoesOn() throws Exception {
        // given
        transactions.open().close();

        // when
        try (KafkaProducer<byte[], byte[]> another = another()) {
            another.beginTransaction();
            another.send(new ProducerRecord<>(job.inputTopic(), new byte[1])).get();

            // then
            assertThat(transactions.holder()).isEqualTo(Holder.ANOTHER);
        }
    }

    @Test
    void shouldDeliverAnewWhatTheBrokersRefusedFromTheFirstWriteOn() {
        // given
        ReplayLedger ledger = transactions.recorded();
        PartitionMarks marks = ledger.of(0);
        BuriedEvent event = Letters.of(0, FailureCategory.BAD_FRAMING, job.inputTopic(), 0, System.currentTimeMillis());
        BeginningsAnew listener = new BeginningsAnew();

        // when
        try (Redelivery delivery =
                Redelivery.open(new FirstRefused(transactions, job), ledger, listener, pause -> {})) {
            marks.add(event);
            delivery.send(event);
            delivery.commit(ledger.changes(0, marks));
        }

        // then
        List<ConsumerRecord<byte[], byte[]>> events;
        try (var consumer = clients.openConsumer()) {
            events = CommittedRecords.of(consumer, job.inputTopic());
        }
        assertThat(events)
                .singleElement()
                .satisfies(record -> assertThat(new String(record.value(), UTF_8))
                        .isEqualTo(new String(event.restored(job.inputTopic()).value(), UTF_8)));
        assertThat(listener.reasons()).hasSize(1);
    }

    private KafkaProducer<byte[], byte[]> another() {
        KafkaProducer<byte[], byte[]> producer = clients.openProducer(job.ledger());
        producer.initTransactions();
        return producer;
    }

    /** Of the first delivery the brokers take nothing, though the transactional id is its own. */
    private static final class FirstRefused implements Redelivery.Transactions {
        private final BrokerTransactions transactions;
        private final ReplayJob job;
        private boolean refused;

        FirstRefused(BrokerTransactions transactions, ReplayJob job) {
            this.transactions = transactions;
            this.job = job;
        }

        @Override
        public TransactionalDelivery open() throws LostTransactionException {
            TransactionalDelivery delivery = transactions.open();
            if (refused) {
                return delivery;
            }
            refused = true;
            delivery.close();
            MockProducer<byte[], byte[]> refusing =
                    new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
            refusing.commitTransactionException = new InvalidTxnStateException(
                    "The producer attempted a transactional operation in an invalid state.");
            return TransactionalDelivery.open(refusing, job.inputTopic(), job.ledger());
        }

        @Override
        public Holder holder() {
            return transactions.holder();
        }

        @Override
        public ReplayLedger recorded() {
            return transactions.recorded();
        }
    }
}
