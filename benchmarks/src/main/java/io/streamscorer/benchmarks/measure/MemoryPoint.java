package io.streamscorer.benchmarks.measure;

/**
 * The memory of a process at a time.
 *
 * @param second since the watch began
 * @param residentBytes the resident memory; 0 where it is not known
 * @param events how many predictions had been read by then
 */
public record MemoryPoint(double second, long residentBytes, long events) {}
