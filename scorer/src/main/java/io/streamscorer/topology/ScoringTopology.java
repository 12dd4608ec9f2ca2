package io.streamscorer.topology;

import io.streamscorer.failure.FailureCategory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * The topology: source, scoring processor, two sinks; and the consumer settings that it cannot do without. Immutable but for the progress.
 *
 * @param inputTopic the topic of events
 * @param outputTopic the topic of predictions
 * @param deadLetterTopic the topic of dead letters
 * @param maxChunk the most events that are scored together
 * @param progress told how far the stream threads have come
 */
public record ScoringTopology(
        String inputTopic, String outputTopic, String deadLetterTopic, int maxChunk, InputProgress progress) {
    private static final String SOURCE = "events";
    private static final String SCORE = "score";
    /** Kafka Streams' own default. */
    private static final int DEFAULT_BUFFERED_EVENTS = 1_000;

    /**
     * Builds the topology.
     *
     * @param scorers one scorer for each stream thread; outlives the streams
     * @param modelName the model's name, for dead letters
     * @param modelVersion the model's version, for dead letters
     * @param limits the records that topics and producer take
     * @param buried told the category of each dead letter
     */
    public Topology build(
            ThreadScorers scorers,
            String modelName,
            String modelVersion,
            AnswerLimits limits,
            Consumer<FailureCategory> buried) {
        DeadLetterHeaders headers = new DeadLetterHeaders(modelName, modelVersion);
        return new Topology()
                .addSource(
                        (AutoOffsetReset) null,
                        SOURCE,
                        new EventTimestamp(),
                        new ByteArrayDeserializer(),
                        new EventRunDeserializer(),
                        inputTopic)
                .addProcessor(SCORE, () -> new ScoringProcessor(scorers, headers, limits, buried, progress), SOURCE)
                .addSink(
                        ScoringProcessor.PREDICTIONS,
                        outputTopic,
                        new ByteArraySerializer(),
                        Answer.SERIALIZER,
                        Answer.TO_SOURCE_PARTITION,
                        SCORE)
                .addSink(
                        ScoringProcessor.DEAD_LETTERS,
                        deadLetterTopic,
                        new ByteArraySerializer(),
                        Answer.SERIALIZER,
                        Answer.TO_SOURCE_PARTITION,
                        SCORE);
    }

    /**
     * Adds the interceptor and what it needs to the settings of Kafka Streams. What bounds the records that a task holds is in runs of events
     * now, of which most are full under load.
     *
     * @param settings the settings, without consumer interceptors
     * @param userInterceptors the user's own consumer interceptors, by class name, which run first
     * @return new settings
     */
    public Map<String, Object> settings(Map<String, Object> settings, List<String> userInterceptors) {
        List<String> interceptors = new ArrayList<>(userInterceptors);
        interceptors.add(PollGroupingInterceptor.class.getName());
        Map<String, Object> all = new HashMap<>(settings);
        all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG), interceptors);
        all.put(
                StreamsConfig.mainConsumerPrefix(PollGrouping.SETTING),
                new PollGrouping(inputTopic, maxChunk, progress));
        all.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, bufferedRuns(settings));
        return all;
    }

    /** Full runs of about twice the events that are asked for, since those of a slow topic are not full. */
    private static int bufferedRuns(Map<String, Object> settings) {
        Object events =
                settings.getOrDefault(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, DEFAULT_BUFFERED_EVENTS);
        return Math.max(1, Integer.parseInt(events.toString()) / (RunPace.MOST_EVENTS / 2));
    }
}
