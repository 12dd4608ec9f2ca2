package io.streamscorer.sandbox.cards;

/**
 * The number and the sum of one customer's or terminal's values over several windows that slide with time. A window of length
 * {@code l} at the time {@code t} with the delay {@code d} holds what has a time in {@code (t - d - l, t - d]}, as pandas' rolling
 * windows do. Belongs to one thread.
 */
final class SlidingWindows {
    /*
     * One ring of (time, value), oldest first, that grows by doubling. Positions in it are counted from the first value ever added and
     * masked on access. Every window is the range from its own start to a common end; both only move forward, so a value enters and
     * leaves each window once: amortised O(windows) for each value, whatever the lengths. Sums are of integers, so they never drift.
     */
    private final long delay;
    private final long[] lengths;
    private final long[] starts;
    private final long[] sums;
    private long end;
    private long added;
    private long[] times = new long[4];
    private int[] values = new int[4];

    /**
     * @param delay how long before the present the windows end, in milliseconds
     * @param lengths the windows' lengths in milliseconds, rising; not copied
     */
    SlidingWindows(long delay, long[] lengths) {
        this.delay = delay;
        this.lengths = lengths;
        starts = new long[lengths.length];
        sums = new long[lengths.length];
    }

    /**
     * Adds a value and moves the windows to its time.
     *
     * @param time in milliseconds, not before the last one
     * @param value what is summed
     */
    void add(long time, int value) {
        long oldest = starts[starts.length - 1];
        if (added - oldest == times.length) {
            grow(oldest);
        }
        int slot = slot(added);
        times[slot] = time;
        values[slot] = value;
        added++;
        moveTo(time);
    }

    /** How many values the window holds. */
    int count(int window) {
        return (int) (end - starts[window]);
    }

    /** The sum of the values that the window holds. */
    long sum(int window) {
        return sums[window];
    }

    private void moveTo(long now) {
        while (end < added && times[slot(end)] <= now - delay) {
            int value = values[slot(end)];
            for (int window = 0; window < sums.length; window++) {
                sums[window] += value;
            }
            end++;
        }
        for (int window = 0; window < sums.length; window++) {
            long before = now - delay - lengths[window];
            while (starts[window] < end && times[slot(starts[window])] <= before) {
                sums[window] -= values[slot(starts[window])];
                starts[window]++;
            }
        }
    }

    private void grow(long oldest) {
        int held = times.length;
        long[] grownTimes = new long[held * 2];
        int[] grownValues = new int[held * 2];
        for (long position = oldest; position < added; position++) {
            int slot = (int) position & (grownTimes.length - 1);
            grownTimes[slot] = times[slot(position)];
            grownValues[slot] = values[slot(position)];
        }
        times = grownTimes;
        values = grownValues;
    }

    private int slot(long position) {
        return (int) position & (times.length - 1);
    }
}
