package io.streamscorer.replay;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.topology.BrokerQuestions;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * The transactions of a replay, as Kafka's brokers have them.
 *
 * @param topics for the ledger's offsets
 * @param ground for the dead-letter topic's id
 */
record BrokerTransactions(
        ReplayJob job,
        ReplayClients clients,
        ReplayTopics topics,
        ReplayGround ground,
        Admin admin,
        BrokerQuestions questions)
        implements Redelivery.Transactions {
    @Override
    public TransactionalDelivery open() throws LostTransactionException {
        return TransactionalDelivery.open(clients.openProducer(job.ledger()), job.inputTopic(), job.ledger());
    }

    /**
     * Tells by what happened last. When the brokers end a transaction after its timeout, and when its producer does so as it is closed, that
     * stays the last thing until someone takes the transactional id: a producer that takes it leaves it empty, and then writes. Where what
     * this replay did itself looks the same (its transaction is still open, say, because the brokers did not hear of its end), the answer is yes,
     * as it is of brokers before 3.0, which cannot be asked: to end is safe.
     */
    @Override
    public boolean isTaken() {
        TransactionState last;
        try {
            last = questions
                    .ask(
                            "describe transactional id '" + job.ledger() + "'",
                            admin.describeTransactions(List.of(job.ledger())).description(job.ledger()))
                    .state();
        } catch (SetupException e) {
            Throwable reason = e.getCause();
            if (reason instanceof TransactionalIdNotFoundException) {
                return false;
            }
            if (reason instanceof UnsupportedVersionException) {
                return true;
            }
            throw reason instanceof TransactionalIdAuthorizationException
                    ? TransactionalDelivery.noRight(job.ledger(), reason)
                    : e;
        }
        return switch (last) {
            case PREPARE_EPOCH_FENCE, PREPARE_ABORT, COMPLETE_ABORT -> false;
            case EMPTY, ONGOING, PREPARE_COMMIT, COMPLETE_COMMIT, UNKNOWN -> true;
        };
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
