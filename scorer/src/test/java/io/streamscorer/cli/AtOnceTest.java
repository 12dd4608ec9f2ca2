package io.streamscorer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AtOnceTest {
    @Test
    void shouldAskAllAtTheSameTimeAndAnswerInOrder() {
        // given: each is answered only once the other was asked
        CountDownLatch asked = new CountDownLatch(2);

        // when
        List<String> answers = AtOnce.call(() -> meet(asked, "a"), () -> meet(asked, "b"));

        // then
        assertThat(answers).containsExactly("a", "b");
    }

    @Test
    void shouldThrowWhatTheFirstThrewOnceAllHaveEnded() {
        // given
        CountDownLatch thrown = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Supplier<String> fails = () -> {
            thrown.countDown();
            throw new IllegalStateException("first");
        };
        Supplier<String> ends = () -> {
            String answer = meet(thrown, "b");
            ended.set(true);
            return answer;
        };
        Supplier<String> failsToo = () -> {
            throw new AssertionError("third");
        };

        // when, then
        assertThatThrownBy(() -> AtOnce.call(fails, ends, failsToo))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("first");
        assertThat(ended).isTrue();
    }

    @Test
    void shouldThrowAnErrorAsItIs() {
        // given
        Supplier<String> fails = () -> {
            throw new OutOfMemoryError("heap");
        };

        // when, then
        assertThatThrownBy(() -> AtOnce.call(() -> "a", fails))
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("heap");
    }

    private static String meet(CountDownLatch all, String answer) {
        all.countDown();
        try {
            assertThat(all.await(10, TimeUnit.SECONDS)).as("all were asked").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }
}
