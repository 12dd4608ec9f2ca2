package io.streamscorer.replay;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.topology.BrokerQuestions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Puts events from the dead-letter topic back on the input topic, to the partitions from which they came. Used by one thread.
 *
 * <p>Rights: Describe and Read on the dead-letter topic; Describe and Write on the input topic; Describe, Read and Write, and Create if it is
 * missing, on the ledger's topic; Describe and Write on the transactional id of the same name. With DescribeConfigs it says more.
 */
public final class Replay {
    /*
     * Design.
     *
     * Each event at most once. The event and the mark of its letter are written in one transaction (TransactionalDelivery), one for each poll, and
     * the marks are read after the transactional id was taken: what a killed or an overtaken replay left open is rolled back by then,
     * what it committed is marked. A transaction that the brokers ended is written anew (Redelivery). See ReplayLedger for why marks, and not a
     * group's offsets. Who reads the input topic with read_committed, as 'scorer run' does, sees each event once.
     *
     * Each event, not each letter: where an event has several, a letter that was put back may stand behind one that is asked for now. So where there
     * are marks, the partition is read once more, before, for the events of marked letters.
     *
     * An end. Letters are read up to the end that the topic has before the first event is sent. An event that fails again becomes a new
     * letter behind it, for the next replay to count.
     *
     * Order. Letters stand in the partition of their event's number and in the order of the events. Partitions are read one after the other, so
     * that --limit takes the same letters each time, by one thread into one idempotent producer. The event goes to the partition from which it came,
     * not to the one of its key: keys may be null, and other clients hash them otherwise. So order holds within what one replay puts back, but
     * such an event comes after the events that were scored in the meantime.
     *
     * The event as it was. No header says that it was put back: the scorer copies an event's headers to its prediction, and readers may sign or count
     * them. The ledger says what was put back.
     */
    private final ReplayJob job;
    private final ReplayListener listener;
    private final ReplayTopics topics;
    private final ReplayGround ground;
    private final PartitionReader reader;
    private final ReplayLedger ledger;
    private final Delivery delivery;
    private final ReplayTally tally = new ReplayTally();
    private long offsets;
    private long offsetsRead;

    private Replay(
            ReplayJob job,
            ReplayListener listener,
            ReplayTopics topics,
            ReplayGround ground,
            PartitionReader reader,
            ReplayLedger ledger,
            Delivery delivery) {
        this.job = job;
        this.listener = listener;
        this.topics = topics;
        this.ground = ground;
        this.reader = reader;
        this.ledger = ledger;
        this.delivery = delivery;
    }

    /**
     * Puts back what the job selects, or only counts it.
     *
     * @param stop ends it after the transaction in work
     * @throws SetupException if something must be mended first
     * @throws UnavailableException if the brokers fail; what was committed stays, and a further replay goes on from there
     */
    public static ReplayReport run(ReplayJob job, ReplayClients clients, ReplayListener listener, StopSignal stop) {
        BrokerQuestions questions = new BrokerQuestions(job.bootstrapServers(), job.patience());
        try (Admin admin = questions.open(clients.admin())) {
            ReplayTopics topics = new ReplayTopics(admin, questions, job);
            ReplayGround ground = topics.inspect();
            ReplayLedger ledger = new ReplayLedger(job.ledger(), ground.deadLetterTopicId());
            try (PartitionReader reader =
                    new PartitionReader(clients.openConsumer(), job.standstill(), stop, System::nanoTime)) {
                if (job.dryRun()) {
                    return new Replay(job, listener, topics, ground, reader, ledger, Delivery.NONE).run();
                }
                try (Redelivery delivery = Redelivery.open(
                        new BrokerTransactions(job, clients, topics, ground, admin, questions),
                        ledger,
                        listener,
                        pause -> LockSupport.parkNanos(pause.toNanos()))) {
                    return new Replay(job, listener, topics, ground, reader, ledger, delivery).run();
                }
            }
        }
    }

    private ReplayReport run() {
        boolean complete = true;
        if (ground.ledgerExists()) {
            complete = ledger.read(reader, topics);
        }
        List<TopicPartition> partitions = ReplayTopics.partitions(job.deadLetterTopic(), ground.deadLetterPartitions());
        Map<TopicPartition, Long> begins = topics.offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = topics.offsets(partitions, OffsetSpec.latest());
        offsets = partitions.stream()
                .mapToLong(partition -> ReplayTopics.offset(ends, partition) - ReplayTopics.offset(begins, partition))
                .sum();
        for (TopicPartition partition : partitions) {
            if (!complete) {
                break;
            }
            complete = replay(partition, ReplayTopics.offset(begins, partition), ReplayTopics.offset(ends, partition));
        }
        return tally.report(complete, ground.notes(), ground.inputRetention(), Instant.now());
    }

    private boolean replay(TopicPartition partition, long begin, long end) {
        PartitionMarks marks = ledger.of(partition.partition());
        LetterSorter sorter = new LetterSorter(job.inputTopic(), ground.inputPartitions(), job.selection(), marks);
        long readBefore = offsetsRead;
        boolean remembered = reader.read(partition, begin, Math.min(marks.end(), end), (records, position) -> {
            records.forEach(record -> remember(record, sorter));
            return true;
        });
        return remembered
                && reader.read(partition, begin, end, (records, position) -> {
                    for (ConsumerRecord<byte[], byte[]> record : records) {
                        take(record, sorter);
                    }
                    delivery.commit(ledger.changes(partition.partition(), marks));
                    offsetsRead = readBefore + position - begin;
                    listener.advanced(offsetsRead, offsets, tally.putBack());
                    // Who only counts wants to know what the limit leaves out.
                    return hasRoom() || job.dryRun();
                });
    }

    private static void remember(ConsumerRecord<byte[], byte[]> record, LetterSorter sorter) {
        try {
            sorter.remember(BuriedEvent.read(record));
        } catch (UnreadableLetterException e) {
            // It is named when it is judged.
            return;
        }
    }

    private boolean hasRoom() {
        return tally.putBack() < job.selection().limit();
    }

    private void take(ConsumerRecord<byte[], byte[]> record, LetterSorter sorter) {
        try {
            BuriedEvent event = BuriedEvent.read(record);
            Verdict verdict = sorter.judge(event, hasRoom());
            tally.count(verdict);
            switch (verdict) {
                case PUT_BACK -> {
                    tally.putBack(event);
                    delivery.send(event);
                }
                case INCOMPLETE ->
                    listener.impossible(
                            Place.of(record).toString(),
                            "it does not hold all of its event, which was too large (" + String.join(", ", event.lost())
                                    + "); the event is " + event.source());
                case NO_PARTITION ->
                    listener.impossible(
                            Place.of(record).toString(),
                            "topic '" + job.inputTopic() + "' has only " + ground.inputPartitions()
                                    + " partitions, and the event was " + event.source());
                case PUT_BACK_BEFORE, SAME_EVENT, LEFT_OUT, OTHER_TOPIC, UNREADABLE -> {}
            }
        } catch (UnreadableLetterException e) {
            // A filter by category does not ask for what has none.
            if (job.selection().takesAllCategories()) {
                tally.count(Verdict.UNREADABLE);
                listener.impossible(Place.of(record).toString(), Objects.requireNonNull(e.getMessage()));
            } else {
                tally.count(Verdict.LEFT_OUT);
            }
        }
    }
}
