package io.streamscorer.scoring;

import io.streamscorer.failure.UnavailableException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Tries again with waits that double, from 100 ms to 5 s, each shortened at random by up to half. Thread-safe. */
final class Retry {
    private static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();
    private static final long MAX_NANOS = Duration.ofSeconds(5).toNanos();

    private final Duration patience;

    Retry(Duration patience) {
        this.patience = patience;
    }

    /**
     * Waits and tries until the attempt succeeds.
     *
     * @param attempt says whether it succeeded
     * @param givenUp makes the error from the time that was waited
     * @throws UnavailableException when the time is over or the thread is interrupted; the interrupt stays set
     */
    void until(BooleanSupplier attempt, Function<Duration, UnavailableException> givenUp) {
        long start = System.nanoTime();
        long wait = FIRST_NANOS;
        while (true) {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (waited.compareTo(patience) >= 0 || Thread.currentThread().isInterrupted()) {
                throw givenUp.apply(waited);
            }
            LockSupport.parkNanos(wait - ThreadLocalRandom.current().nextLong(wait / 2));
            if (attempt.getAsBoolean()) {
                return;
            }
            wait = Math.min(MAX_NANOS, wait * 2);
        }
    }
}
