package io.streamscorer.topology;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.RecordFailure;
import io.streamscorer.registry.WireFormat;
import io.streamscorer.scoring.EventScorer;
import io.streamscorer.scoring.Outcome;
import io.streamscorer.scoring.RawEvent;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers each event of a run: a prediction or a dead letter, exactly one. It holds no event back, so what Kafka Streams commits is what was
 * answered. One for each task; used by that task's stream thread.
 */
final class ScoringProcessor implements Processor<byte[], EventRun, byte[], Answer> {
    static final String PREDICTIONS = "predictions";
    static final String DEAD_LETTERS = "dead-letters";

    private static final Logger LOG = LoggerFactory.getLogger(ScoringProcessor.class);

    private final ThreadScorers scorers;
    private final DeadLetterHeaders deadLetterHeaders;
    private final AnswerLimits limits;
    private final Consumer<FailureCategory> buried;
    private final InputProgress progress;
    private final RunWindow window;
    private @Nullable ProcessorContext<byte[], Answer> context;
    private @Nullable PartitionProgress ofPartition;

    ScoringProcessor(
            ThreadScorers scorers,
            DeadLetterHeaders deadLetterHeaders,
            AnswerLimits limits,
            Consumer<FailureCategory> buried,
            InputProgress progress) {
        this.scorers = scorers;
        this.deadLetterHeaders = deadLetterHeaders;
        this.limits = limits;
        this.buried = buried;
        this.progress = progress;
        this.window = new RunWindow(progress.pace());
    }

    @Override
    public void init(ProcessorContext<byte[], Answer> processorContext) {
        context = processorContext;
        ofPartition = progress.begin(processorContext.taskId().partition());
    }

    @Override
    public void process(Record<byte[], EventRun> record) {
        window.begin();
        EventRun run = record.value();
        Chunk chunk = run.chunk();
        EventScorer scorer = scorers.get();
        for (int row = run.from(); row < run.to(); row++) {
            PolledEvent event = chunk.event(row);
            Outcome outcome = chunk.outcome(row, scorer);
            if (chunk.isDivided()) {
                // Now, since the sinks throw once the brokers have ended a transaction that took too long.
                window.scored();
            }
            if (outcome instanceof Outcome.Scored scored) {
                publish(event, scored);
            } else if (outcome instanceof Outcome.Failed failed) {
                bury(event, failed);
            }
        }
        if (chunk.isDivided()) {
            window.end();
        }
        PartitionProgress told = ofPartition;
        if (told != null) {
            told.answered(run.size(), chunk.event(run.to() - 1).offset());
        }
    }

    @Override
    public void close() {
        PartitionProgress ended = ofPartition;
        if (ended != null) {
            progress.end(ended);
        }
    }

    private void publish(PolledEvent event, Outcome.Scored scored) {
        TopicLimits taken = limits.predictions();
        long now = context().currentSystemTimeMs();
        long timestamp = EventTimestamp.of(event.timestamp(), now);
        if (!taken.takes(timestamp, now)) {
            refuse(event, scored, FailureCategory.TIMESTAMP_REFUSED, taken.refusal(timestamp, now));
            return;
        }
        byte[] key = event.record().key();
        Headers headers = ofPrediction(event.record().headers());
        byte[] bytes = scored.prediction();
        long size = RecordSize.upperBound(key, bytes, headers);
        if (size > taken.maxBytes()) {
            refuse(
                    event,
                    scored,
                    FailureCategory.PREDICTION_TOO_LARGE,
                    "The prediction with key and headers takes up to " + size + " bytes, but topic or producer takes "
                            + taken.maxBytes()
                            + "; raise max.message.bytes of the output topic and max.request.size");
            return;
        }
        send(new Record<>(key, new Answer(bytes, event.partition()), timestamp, headers), PREDICTIONS);
    }

    /** Buries an event that was scored, but whose prediction the output topic does not take. */
    private void refuse(PolledEvent event, Outcome.Scored scored, FailureCategory category, String reason) {
        bury(event, new Outcome.Failed(new RecordFailure(category, reason), scored.schemaId()));
    }

    private void bury(PolledEvent event, Outcome.Failed failed) {
        DeadLetter letter = DeadLetter.of(
                event.record().key(),
                event.record().headers(),
                event,
                failed,
                deadLetterHeaders,
                limits.deadLetters().maxBytes());
        send(
                new Record<>(
                        letter.key(),
                        new Answer(letter.value(), event.partition()),
                        timestampOfLetter(event),
                        letter.headers()),
                DEAD_LETTERS);
        buried.accept(failed.failure().category());
    }

    /** The event's, which a header has as well, or the present time where the topic does not take it. */
    private long timestampOfLetter(RawEvent event) {
        long now = context().currentSystemTimeMs();
        long timestamp = EventTimestamp.of(event.timestamp(), now);
        return limits.deadLetters().takes(timestamp, now) ? timestamp : now;
    }

    /**
     * Hands an answer to a sink.
     *
     * @throws TaskMigratedException if the brokers did not say within {@code max.block.ms} where it goes. Kafka Streams would take the
     *     producer's own exception for a fault of this processor and end; after this one it begins anew after the last commit, as often as it
     *     takes. A topic that is gone is another matter, and an end
     */
    private void send(Record<byte[], Answer> answer, String sink) {
        try {
            context().forward(answer, sink);
        } catch (TimeoutException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw e;
            }
            LOG.warn(
                    "The brokers do not say where answers go ({}). What was not committed is scored again",
                    Lines.of(e));
            throw new TaskMigratedException("The brokers do not answer", e);
        }
    }

    /**
     * The event's headers, without the id of the event's schema, with which a reader would decode the Prediction, and without what an earlier
     * run said of the event when it was a dead letter.
     */
    private static Headers ofPrediction(Headers original) {
        Headers headers = DeadLetterHeaders.without(original);
        if (headers.lastHeader(WireFormat.VALUE_SCHEMA_ID_HEADER) == null) {
            return headers;
        }
        return new RecordHeaders(headers).remove(WireFormat.VALUE_SCHEMA_ID_HEADER);
    }

    private ProcessorContext<byte[], Answer> context() {
        ProcessorContext<byte[], Answer> initialised = context;
        if (initialised == null) {
            throw new IllegalStateException("The processor was not initialised");
        }
        return initialised;
    }
}
