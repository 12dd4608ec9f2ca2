package io.streamscorer.benchmarks.measure;

/**
 * A look at the scorer's process and at what it did since the look before.
 *
 * @param second when, since the load began
 * @param residentBytes the process's resident memory, native memory included; 0 where it is not known
 * @param heapBytes what the heap held after its last collection; 0 before the first
 * @param directBytes memory of direct buffers
 * @param nativeTensors tensors that the engine held in native memory, by {@code scorer.native.tensors}
 * @param threads of the process
 * @param openFiles file handles of the process, sockets among them; 0 where it is not known
 * @param sentPerSecond events that the generator sent
 * @param predictionsPerSecond predictions that the reader got
 * @param underWay events that were sent and had no answer yet
 * @param sinceAppend from the event's append at the broker to its prediction in a reader's hands, of the predictions that came since
 * @param sinceDueP99 the 99th percentile from the time when the event was due, in milliseconds
 */
public record SoakSample(
        double second,
        long residentBytes,
        long heapBytes,
        long directBytes,
        long nativeTensors,
        long threads,
        long openFiles,
        double sentPerSecond,
        double predictionsPerSecond,
        long underWay,
        LatencySample.Percentiles sinceAppend,
        double sinceDueP99) {}
