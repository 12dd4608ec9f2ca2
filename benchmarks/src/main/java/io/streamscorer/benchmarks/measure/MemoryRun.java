package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.stage.Stage;
import java.time.Duration;
import java.util.List;

/**
 * Watches the memory of a contestant from its first answer on while it takes all the load that it can.
 *
 * @param watch for how long
 */
public record MemoryRun(Duration watch) {
    /**
     * Watches.
     *
     * @param valueBytes the size of what a copy writes
     * @param underWay enough events without an answer to keep the contestant busy
     */
    public List<MemoryPoint> run(Stage stage, Turns.Entry entry, int valueBytes, long underWay) {
        try (LoadedEntrant entrant = LoadedEntrant.start(stage, entry, valueBytes)) {
            return entrant.memory(watch, underWay);
        }
    }
}
