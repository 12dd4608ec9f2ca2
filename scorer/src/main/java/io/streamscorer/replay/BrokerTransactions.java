package io.streamscorer.replay;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.replay.Redelivery.Holder;
import io.streamscorer.topology.BrokerQuestions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** The transactions of a replay, as Kafka's brokers have them. Used by one thread. */
final class BrokerTransactions implements Redelivery.Transactions {
    /*
     * Design.
     *
     * Whose is the transactional id? The brokers do not say who last took it, but number its holders: with a producer id and an epoch, which is
     * raised by each that takes it (and by much else, so that it can be compared only right after). What is known besides is what happened last:
     *
     * - Nothing since the id was taken: whoever has the number that was there when this replay took it.
     * - An abort. That is what is left when the brokers end a transaction after its timeout, and when its producer does so as it is closed. A
     *   producer that takes the id has what is open aborted too, asks again a tenth of a second later, leaves it empty then, and writes. So an
     *   abort that stays is this replay's.
     * - A commit. Of this replay's last transaction but the lost one, of which the brokers took nothing; of the lost one, of whose end only the answer
     *   was lost; or of another replay. The record of what was put back tells which.
     * - Something that is not over. It will be, unless the brokers did not hear of the end: then this looks the same as another replay at work.
     *
     * Where that leaves a doubt it is another's, as it is of brokers before 3.0, which cannot be asked: to end is safe.
     */
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** How long an abort must have been the last that happened, to be none that another replay begins with. */
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private record Number(long producerId, int epoch) {
        static Number of(TransactionDescription description) {
            return new Number(description.producerId(), description.producerEpoch());
        }
    }

    private final ReplayJob job;
    private final ReplayClients clients;
    private final ReplayTopics topics;
    private final ReplayGround ground;
    private final Admin admin;
    private final BrokerQuestions questions;
    /** The holder's when this replay took the transactional id; null where the brokers do not say. */
    private @Nullable Number mine;

    /**
     * Of a replay.
     *
     * @param topics for the ledger's offsets
     * @param ground for the dead-letter topic's id
     */
    BrokerTransactions(
            ReplayJob job,
            ReplayClients clients,
            ReplayTopics topics,
            ReplayGround ground,
            Admin admin,
            BrokerQuestions questions) {
        this.job = job;
        this.clients = clients;
        this.topics = topics;
        this.ground = ground;
        this.admin = admin;
        this.questions = questions;
    }

    @Override
    public TransactionalDelivery open() throws LostTransactionException {
        TransactionalDelivery delivery =
                TransactionalDelivery.open(clients.openProducer(job.ledger()), job.inputTopic(), job.ledger());
        try {
            TransactionDescription description = describe();
            mine = description == null ? null : Number.of(description);
            return delivery;
        } catch (RuntimeException e) {
            delivery.close();
            throw e;
        }
    }

    @Override
    public Holder holder() {
        long start = System.nanoTime();
        long notAborted = start;
        while (true) {
            TransactionDescription last = describe();
            if (last == null) {
                return mine == null ? Holder.ANOTHER : Holder.THIS_REPLAY;
            }
            switch (last.state()) {
                case EMPTY -> {
                    return Number.of(last).equals(mine) ? Holder.THIS_REPLAY : Holder.ANOTHER;
                }
                case PREPARE_EPOCH_FENCE, PREPARE_ABORT, COMPLETE_ABORT -> {
                    if (System.nanoTime() - notAborted > SETTLED.toNanos()
                            || Thread.currentThread().isInterrupted()) {
                        return Holder.THIS_REPLAY;
                    }
                }
                case COMPLETE_COMMIT -> {
                    return Holder.LAST_RECORDED;
                }
                case ONGOING, PREPARE_COMMIT, UNKNOWN -> {
                    if (System.nanoTime() - start > job.standstill().toNanos()
                            || Thread.currentThread().isInterrupted()) {
                        return Holder.ANOTHER;
                    }
                    notAborted = System.nanoTime();
                }
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Null where the brokers cannot be asked, or know nothing of it. */
    private @Nullable TransactionDescription describe() {
        try {
            return questions.ask(
                    "describe transactional id '" + job.ledger() + "'",
                    admin.describeTransactions(List.of(job.ledger())).description(job.ledger()));
        } catch (SetupException e) {
            Throwable reason = e.getCause();
            if (reason instanceof TransactionalIdNotFoundException || reason instanceof UnsupportedVersionException) {
                return null;
            }
            throw reason instanceof TransactionalIdAuthorizationException
                    ? TransactionalDelivery.noRight(job.ledger(), reason)
                    : e;
        }
    }

    @Override
    public ReplayLedger recorded() {
        ReplayLedger ledger = new ReplayLedger(job.ledger(), ground.deadLetterTopicId());
        // With a reader of its own, as the other one stands amid the letters. A transaction in work is finished also
        // when the replay is to stop.
        try (PartitionReader reader =
                new PartitionReader(clients.openConsumer(), job.standstill(), new StopSignal(), System::nanoTime)) {
            ledger.read(reader, topics);
        }
        return ledger;
    }
}
