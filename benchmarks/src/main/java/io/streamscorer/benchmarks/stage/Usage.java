package io.streamscorer.benchmarks.stage;

import java.util.Map;

/**
 * What a process has used since it began.
 *
 * @param cpuNanos time on the cores, all threads, compiler and collector included
 * @param allocatedByThread bytes allocated on the heap by each living thread, by the thread's id
 * @param collectionMillis time in garbage collections, as the collectors count it
 */
public record Usage(long cpuNanos, Map<Long, Long> allocatedByThread, long collectionMillis) {
    public Usage {
        allocatedByThread = Map.copyOf(allocatedByThread);
    }

    /** The bytes that the threads that live now have allocated since an earlier look. */
    public long allocatedSince(Usage earlier) {
        long sum = 0;
        for (Map.Entry<Long, Long> entry : allocatedByThread.entrySet()) {
            sum += entry.getValue() - earlier.allocatedByThread.getOrDefault(entry.getKey(), 0L);
        }
        return sum;
    }
}
