package io.streamscorer.topology;

import java.time.Duration;
import java.util.Map;

/**
 * The topics as the settings want them.
 *
 * @param inputTopic the topic of events, which must exist
 * @param outputTopic the topic of predictions
 * @param deadLetterTopic the topic of dead letters
 * @param create whether missing output and dead-letter topics are created, with the input's partition count
 * @param replicationFactor of created topics; -1 for the broker's default
 * @param maxRequestBytes the producer's {@code max.request.size}
 * @param group the consumer group, which is the application id
 * @param bootstrapServers as configured, for messages
 * @param newTopicSettings the topic settings of created topics
 * @param timeout how long each question to the brokers may take
 */
public record TopicPlan(
        String inputTopic,
        String outputTopic,
        String deadLetterTopic,
        boolean create,
        short replicationFactor,
        long maxRequestBytes,
        String group,
        String bootstrapServers,
        Map<String, String> newTopicSettings,
        Duration timeout) {
    public TopicPlan {
        newTopicSettings = Map.copyOf(newTopicSettings);
    }

    /** The key of the setting that names the topic; {@code bootstrap.servers} for a topic that none names. */
    String setting(String topic) {
        if (topic.equals(inputTopic)) {
            return "input.topic";
        }
        if (topic.equals(outputTopic)) {
            return "output.topic";
        }
        return topic.equals(deadLetterTopic) ? "dead.letter.topic" : "bootstrap.servers";
    }
}
