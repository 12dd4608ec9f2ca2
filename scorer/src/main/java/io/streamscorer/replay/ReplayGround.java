package io.streamscorer.replay;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What the brokers say of the topics.
 *
 * @param deadLetterTopicId the dead-letter topic's id
 * @param deadLetterPartitions its partition count
 * @param inputPartitions the input topic's partition count
 * @param ledgerExists whether anything was ever put back
 * @param inputRetention how long the input topic keeps events, by their timestamps; null for ever, or when it is not known
 * @param notes what a person should know, one line each
 */
record ReplayGround(
        Uuid deadLetterTopicId,
        int deadLetterPartitions,
        int inputPartitions,
        boolean ledgerExists,
        @Nullable Duration inputRetention,
        List<String> notes) {
    ReplayGround {
        notes = List.copyOf(notes);
    }
}
