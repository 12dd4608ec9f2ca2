package io.streamscorer.replay;

import java.time.Duration;
import java.util.Map;

/**
 * What is to be put back, from where and to where.
 *
 * @param deadLetterTopic the topic of dead letters
 * @param inputTopic the topic whose events they were, which takes them again
 * @param selection which of them
 * @param dryRun whether to count only: nothing is sent, created or recorded
 * @param topicsCreate whether the ledger's topic is created if it is missing
 * @param replicationFactor of the ledger's topic; -1 for the broker's default
 * @param newTopicSettings the settings of topics that are created
 * @param bootstrapServers as configured, for messages
 * @param patience how long each question to the brokers may take
 */
public record ReplayJob(
        String deadLetterTopic,
        String inputTopic,
        Selection selection,
        boolean dryRun,
        boolean topicsCreate,
        short replicationFactor,
        Map<String, String> newTopicSettings,
        String bootstrapServers,
        Duration patience) {
    public ReplayJob {
        newTopicSettings = Map.copyOf(newTopicSettings);
    }

    /** How long reading may stand still: long enough for another broker to take over a partition. */
    Duration standstill() {
        return patience.multipliedBy(3);
    }

    /** The name of the ledger's topic, and of the transactions. */
    String ledger() {
        return ReplayLedger.nameFor(deadLetterTopic);
    }
}
