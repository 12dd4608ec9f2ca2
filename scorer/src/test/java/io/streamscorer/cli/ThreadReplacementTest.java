package io.streamscorer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {
    private static final Throwable ENDED =
            new StreamsException("could not commit", new InvalidTxnStateException("invalid state"));

    private final AtomicLong now = new AtomicLong();
    private final ThreadReplacement replacement = new ThreadReplacement(2, Duration.ofMinutes(1), now::get);

    @Test
    void shouldReplaceAThreadWhoseTransactionTheBrokersEnded() {
        // when / then
        assertThat(replacement.allows(ENDED)).isTrue();
    }

    @Test
    void shouldReplaceNoThreadThatDiedOfAnythingElse() {
        // when / then
        assertThat(replacement.allows(new StreamsException("no", new RecordTooLargeException("too large"))))
                .isFalse();
        assertThat(replacement.allows(new IllegalStateException("no"))).isFalse();
    }

    @Test
    void shouldGiveUpWhenItHappensTimeAndAgain() {
        // given: three times for each of two threads
        for (int i = 0; i < 6; i++) {
            assertThat(replacement.allows(ENDED)).isTrue();
        }

        // when / then
        assertThat(replacement.allows(ENDED)).isFalse();
        now.addAndGet(Duration.ofSeconds(61).toNanos());
        assertThat(replacement.allows(ENDED)).isTrue();
    }
}
