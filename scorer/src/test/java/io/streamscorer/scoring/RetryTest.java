package io.streamscorer.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.StopSignal;
import io.streamscorer.failure.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetryTest {
    private final StopSignal stop = new StopSignal();

    @Test
    void shouldEndWhenToldToStopThoughThereIsTimeLeft() throws Exception {
        // given
        Retry retry = new Retry(Duration.ofDays(1), stop);
        CountDownLatch tried = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<?> trying = threads.submit(() -> retry.until(
                () -> {
                    tried.countDown();
                    return false;
                },
                waited -> new UnavailableException("away", null)));
        assertThat(tried.await(30, TimeUnit.SECONDS)).isTrue();

        // when
        stop.give();

        // then
        assertThatThrownBy(() -> trying.get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(UnavailableException.class)
                .hasMessage("away");
        threads.shutdownNow();
    }

    @Test
    void shouldTryUntilItSucceeds() {
        // given
        int[] tries = {0};

        // when
        new Retry(Duration.ofDays(1), stop)
                .until(() -> ++tries[0] == 3, waited -> new UnavailableException("away", null));

        // then
        assertThat(tries[0]).isEqualTo(3);
    }

    @Test
    void shouldLeaveTheInterruptSet() {
        // given
        Thread.currentThread().interrupt();

        // when / then
        assertThatThrownBy(() -> new Retry(Duration.ofDays(1), stop)
                        .until(() -> false, waited -> new UnavailableException("away", null)))
                .isInstanceOf(UnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
