package io.streamscorer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

final class RefusalTest {
    private static final TopicPlan PLAN = new TopicPlan(
            "in", "out", "dead", true, (short) 1, 1_000_000, "scorer", "one:9092", Map.of(), Duration.ofSeconds(10));

    @Test
    void shouldSayThatTheBrokersDidNotAnswerAndWhatWasAsked() {
        // given
        Throwable error = new StreamsException(
                "task 0_1", new TimeoutException("Topic out not present in metadata after 60000 ms."));

        // when / then
        assertThat(Refusal.describe(error, PLAN))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("bootstrap.servers: no answer in time from the brokers at one:9092"
                                + " (Topic out not present in metadata after 60000 ms). Check "));
    }

    @Test
    void shouldNameATopicThatIsGone() {
        // given
        Throwable error = new StreamsException(new TimeoutException(
                "Failed to update metadata for topic out after 100 ms",
                new UnknownTopicOrPartitionException("This server does not host it")));

        // when / then
        assertThat(Refusal.describe(error, PLAN))
                .hasValueSatisfying(
                        text -> assertThat(text).startsWith("output.topic: the brokers have no topic 'out' any more."));
    }

    @Test
    void shouldLeaveOtherErrorsAlone() {
        assertThat(Refusal.describe(new StreamsException(new IllegalStateException("odd")), PLAN))
                .isEmpty();
    }
}
