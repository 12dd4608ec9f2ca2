package io.streamscorer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

final class FatalErrorTest {
    @Test
    void shouldNameTheInnermostCauseThatTheProgramMade() {
        // given
        SetupException inner = new SetupException("model.path: wrong");
        Throwable error = new StreamsException(new UnavailableException("away", new IllegalStateException(inner)));

        // when / then
        assertThat(FatalError.named(error)).isSameAs(inner);
        assertThat(FatalError.line(error)).isEqualTo("model.path: wrong");
    }

    @Test
    void shouldNameAnErrorOfOthersByItsRootAndByWhereItHappened() {
        // given
        Throwable error = new StreamsException(
                "Error encountered sending record to topic out for task 0_1 due to:\nmore\nand more",
                new RecordTooLargeException("too large"));

        // when / then
        assertThat(FatalError.named(error)).isSameAs(error);
        assertThat(FatalError.isUnexpected(error)).isFalse();
        assertThat(FatalError.line(error))
                .isEqualTo("RecordTooLargeException: too large"
                        + " (Error encountered sending record to topic out for task 0_1)");
    }

    @Test
    void shouldWriteOneLine() {
        // when / then
        assertThat(FatalError.line(new IllegalStateException(" a\n  b\r\nc ")))
                .isEqualTo("IllegalStateException: a | b | c");
        assertThat(FatalError.line(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}
