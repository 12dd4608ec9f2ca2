package io.streamscorer.replay;

import io.streamscorer.failure.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Delivers in transactions, and writes one anew that came to nothing: with a new producer, unless what is recorded says that it was committed
 * after all. So whoever reads the letters and counts them knows nothing of it: each transaction is written once, whatever it took. Used by one thread.
 */
final class Redelivery implements Delivery, AutoCloseable {
    /*
     * Design.
     *
     * What a transaction holds is kept until it is committed. The brokers end a transaction that lasts longer than its timeout, say because this
     * process or the network stood still, and its producer is of no more use then. A new one of the same transactional id rolls back or completes what
     * the old one left; after that the record of what was put back says which of the two it was, since it is written by the same transactions.
     *
     * A newer replay is not fought. What a producer is told then, mostly that it is fenced, is the same that it is told after the brokers' own
     * abort; and a newer replay that is just beginning has the brokers abort the transaction, too. So the brokers are asked whether someone has taken
     * the transactional id since (BrokerTransactions), after a pause in which a newer replay that has begun to take it is done with that.
     * Where the last thing they know is a commit, the record says whose it was. Whatever escapes that, two replays that take the id from each other at the same moment, is harmless: one of the two is fenced.
     *
     * An end. The pauses grow, and a transaction that came to nothing MAX_LOSSES times is given up. The count begins anew with each transaction,
     * so that a long replay may lose several and still go on.
     */
    /** Of one transaction, pauses of 1, 2, 4 and 8 s between them: the brokers answer all the while, or the client's own patience ends first. */
    static final int MAX_LOSSES = 5;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** The brokers' side. */
    interface Transactions {
        /**
         * Takes the transactional id, which ends the open transaction of whoever had it.
         *
         * @throws LostTransactionException if someone else took it meanwhile
         */
        TransactionalDelivery open() throws LostTransactionException;

        /** Who writes with the transactional id, since the last delivery lost its transaction and was closed. */
        Holder holder();

        /** What is recorded by now. */
        ReplayLedger recorded();
    }

    enum Holder {
        THIS_REPLAY,
        ANOTHER,
        /** Whoever recorded last. */
        LAST_RECORDED
    }

    private interface Step {
        void run() throws LostTransactionException;
    }

    private final Transactions transactions;
    private final ReplayLedger ledger;
    private final ReplayListener listener;
    private final Consumer<Duration> pause;
    private final List<BuriedEvent> events = new ArrayList<>();
    private TransactionalDelivery delivery;

    private Redelivery(
            Transactions transactions,
            ReplayLedger ledger,
            ReplayListener listener,
            Consumer<Duration> pause,
            TransactionalDelivery delivery) {
        this.transactions = transactions;
        this.ledger = ledger;
        this.listener = listener;
        this.pause = pause;
        this.delivery = delivery;
    }

    /**
     * Ends all earlier deliveries of this transactional id.
     *
     * @param ledger what is recorded as put back; read after this call, and told what is added
     * @param listener told of each transaction that is written anew
     * @param pause waits
     */
    static Redelivery open(
            Transactions transactions, ReplayLedger ledger, ReplayListener listener, Consumer<Duration> pause) {
        try {
            return new Redelivery(transactions, ledger, listener, pause, transactions.open());
        } catch (LostTransactionException e) {
            throw e.end();
        }
    }

    /** Keeps an event until the next {@link #commit}. */
    @Override
    public void send(BuriedEvent event) {
        events.add(event);
    }

    /**
     * Writes what was given since the last call.
     *
     * @throws UnavailableException if the brokers do not take it, or another replay has begun
     */
    @Override
    public void commit(List<ProducerRecord<byte[], byte[]>> marks) {
        LostTransactionException lost = lossOf(() -> write(marks));
        for (int losses = 1; lost != null; losses++) {
            abandon(lost, losses, marks);
            lost = lossOf(() -> writeAnew(marks));
        }
        ledger.wrote(marks);
        events.clear();
    }

    private static @Nullable LostTransactionException lossOf(Step step) {
        try {
            step.run();
            return null;
        } catch (LostTransactionException e) {
            return e;
        }
    }

    private void write(List<ProducerRecord<byte[], byte[]>> marks) throws LostTransactionException {
        for (BuriedEvent event : events) {
            delivery.send(event);
        }
        delivery.commit(marks);
    }

    private void abandon(LostTransactionException lost, int losses, List<ProducerRecord<byte[], byte[]>> marks) {
        delivery.close();
        if (losses == MAX_LOSSES) {
            throw lost.endedByBrokers() ? tooLong(lost) : lost.end();
        }
        pause.accept(FIRST_PAUSE.multipliedBy(1L << (losses - 1)));
        if (isTaken(lost, marks)) {
            // With Kafka's own error as cause: the innermost with words for a person is the one that is printed.
            throw lost.endedByBrokers()
                    ? TransactionalDelivery.overtaken(lost.end().getCause())
                    : lost.end();
        }
        listener.beganAnew(Objects.requireNonNull(lost.getMessage()));
    }

    private static UnavailableException tooLong(LostTransactionException lost) {
        return new UnavailableException(
                "The brokers ended a transaction " + MAX_LOSSES
                        + " times in a row before it was committed. Raise producer.transaction.timeout.ms, or lower"
                        + " max.poll.records so that transactions are smaller. What was committed before is recorded;"
                        + " run it again to go on",
                lost.end().getCause());
    }

    private boolean isTaken(LostTransactionException lost, List<ProducerRecord<byte[], byte[]>> marks) {
        try {
            return switch (transactions.holder()) {
                case THIS_REPLAY -> false;
                case ANOTHER -> true;
                case LAST_RECORDED -> !isMine(transactions.recorded(), marks);
            };
        } catch (UnavailableException e) {
            UnavailableException end = lost.end();
            end.addSuppressed(e);
            throw end;
        }
    }

    private boolean isMine(ReplayLedger recorded, List<ProducerRecord<byte[], byte[]>> marks) {
        return recorded.saysTheSameAs(ledger) || recorded.saysTheSameAs(ledger, marks);
    }

    private void writeAnew(List<ProducerRecord<byte[], byte[]>> marks) throws LostTransactionException {
        delivery = transactions.open();
        ReplayLedger recorded = transactions.recorded();
        if (recorded.saysTheSameAs(ledger)) {
            write(marks);
        } else if (!recorded.saysTheSameAs(ledger, marks)) {
            throw TransactionalDelivery.overtaken(null);
        }
    }

    @Override
    public void close() {
        delivery.close();
    }
}
