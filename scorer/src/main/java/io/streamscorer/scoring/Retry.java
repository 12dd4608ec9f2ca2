package io.streamscorer.scoring;

import io.streamscorer.failure.StopSignal;
import io.streamscorer.failure.UnavailableException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Tries again with waits that double, from 100 ms to 5 s, each shortened at random by up to half, until it is told to stop. Thread-safe. */
public final class Retry {
    private static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();
    private static final long MAX_NANOS = Duration.ofSeconds(5).toNanos();

    private final Duration patience;
    private final StopSignal stop;

    /**
     * @param patience for how long it is tried
     * @param stop ends all trying when it is given
     */
    public Retry(Duration patience, StopSignal stop) {
        this.patience = patience;
        this.stop = stop;
    }

    /**
     * Waits and tries until the attempt succeeds.
     *
     * @param attempt says whether it succeeded
     * @param givenUp makes the error from the time that was waited
     * @throws UnavailableException when the time is over, stopping was asked for, or the thread is interrupted; the interrupt stays set
     */
    void until(BooleanSupplier attempt, Function<Duration, UnavailableException> givenUp) {
        long start = System.nanoTime();
        long wait = FIRST_NANOS;
        while (true) {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (waited.compareTo(patience) >= 0
                    || !paused(wait - ThreadLocalRandom.current().nextLong(wait / 2))) {
                throw givenUp.apply(waited);
            }
            if (attempt.getAsBoolean()) {
                return;
            }
            wait = Math.min(MAX_NANOS, wait * 2);
        }
    }

    private boolean paused(long nanos) {
        try {
            return stop.pause(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
