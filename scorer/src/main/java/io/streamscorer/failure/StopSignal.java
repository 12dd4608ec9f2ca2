package io.streamscorer.failure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The word to stop, which ends all waiting for what is away. It is given once and never taken back. Thread-safe. */
public final class StopSignal {
    private final CountDownLatch given = new CountDownLatch(1);

    /** Ends all waiting, now and later. */
    public void give() {
        given.countDown();
    }

    /** Whether it was given. */
    public boolean isGiven() {
        return given.getCount() == 0;
    }

    /** Waits until it is given. */
    public void await() throws InterruptedException {
        given.await();
    }

    /**
     * Waits for a time, or until it is given.
     *
     * @return whether the time has passed; false when waiting was ended
     */
    public boolean pause(long nanos) throws InterruptedException {
        return !given.await(nanos, TimeUnit.NANOSECONDS);
    }
}
