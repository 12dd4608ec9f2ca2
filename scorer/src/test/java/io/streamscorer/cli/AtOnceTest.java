package io.streamscorer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    void shouldThrowWhatTheFirstInOrderThrew() {
        // given
        CountDownLatch thrown = new CountDownLatch(1);
        Supplier<String> failsLater = () -> {
            await(thrown);
            throw new IllegalStateException("first");
        };
        Supplier<String> failsAtOnce = () -> {
            thrown.countDown();
            throw new IllegalArgumentException("second");
        };

        // when, then
        assertThatThrownBy(() -> AtOnce.call(failsLater, failsAtOnce))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("first");
    }

    @Test
    void shouldWaitForTheOthersWhenOneFails() throws Exception {
        // given
        CountDownLatch mayEnd = new CountDownLatch(1);
        Supplier<String> fails = () -> {
            throw new IllegalStateException("first");
        };
        Supplier<String> ends = () -> {
            await(mayEnd);
            return "b";
        };

        // when
        CompletableFuture<List<String>> answers = CompletableFuture.supplyAsync(() -> AtOnce.call(fails, ends));

        // then
        assertThatThrownBy(() -> answers.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        mayEnd.countDown();
        assertThatThrownBy(() -> answers.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("first");
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
        await(all);
        return answer;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
