package io.streamscorer.benchmarks.stage;

/**
 * What a process holds at a time.
 *
 * @param residentBytes its resident memory, native memory included; 0 where the operating system is not Linux
 * @param threads its threads, those of the JVM and of native libraries included; 0 likewise
 * @param openFiles its file handles, sockets included; 0 likewise
 * @param heapAfterCollectionBytes what the heap held after its last collection; 0 before the first
 * @param directBytes the memory of direct buffers
 */
public record Vitals(
        long residentBytes, long threads, long openFiles, long heapAfterCollectionBytes, long directBytes) {}
