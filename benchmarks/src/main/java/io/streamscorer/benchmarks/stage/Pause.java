package io.streamscorer.benchmarks.stage;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting of the harness's threads. Thread-safe. */
public final class Pause {
    private Pause() {}

    /** Waits until the condition holds, looking every {@code interval}; says whether it did within {@code timeout}. */
    public static boolean until(BooleanSupplier condition, Duration interval, Duration timeout) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > timeout.toNanos()) {
                return false;
            }
            untilNanos(System.nanoTime() + interval.toNanos());
        }
        return true;
    }

    /** Waits until {@link System#nanoTime()} has reached a time. */
    public static void untilNanos(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("Interrupted while measuring");
            }
        }
    }
}
