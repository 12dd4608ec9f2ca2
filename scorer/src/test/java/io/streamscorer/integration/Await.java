package io.streamscorer.integration;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that another process does. */
final class Await {
    private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();

    private Await() {}

    static void until(String what, Duration limit, Callable<Boolean> condition) {
        long start = System.nanoTime();
        try {
            while (!condition.call()) {
                if (System.nanoTime() - start > limit.toNanos()) {
                    throw new AssertionError("Not within " + limit.toSeconds() + " s: " + what);
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
    }
}
