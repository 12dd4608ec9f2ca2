package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.stage.ContestantSettings;
import io.streamscorer.benchmarks.stage.Jvm;
import io.streamscorer.benchmarks.stage.Stage;
import java.time.Duration;

/**
 * Measures how fast a contestant, alone, works through a topic that was filled before.
 *
 * <p>From its first output on it gets {@code warmUp} for the JVM's compiler, or less where it has done half of the input by then; the records
 * appended to its output in the {@code window} after that are counted, or those until its last where it comes to the end of the input
 * before. Nothing else runs but the broker, the idle registry, and the harness, which asks the broker for offsets ten times a second.
 *
 * @param warmUp how long it runs before it is measured
 * @param window how long it is measured
 */
public record ThroughputRun(Duration warmUp, Duration window) {
    /**
     * Measures once.
     *
     * @param instances how many processes share the input
     * @param valueBytes the size of what a copy writes
     */
    public ThroughputSample run(
            Stage stage,
            EventTopic events,
            Contestant contestant,
            Jvm jvm,
            ContestantSettings settings,
            int instances,
            int valueBytes) {
        try (Entrant entrant = Entrant.start(stage, events, contestant, jvm, settings, instances, valueBytes)) {
            entrant.awaitFirst();
            // Half of the input at most, so that something is left to be measured however fast the contestant is.
            entrant.work(warmUp, 0.5);
            ThroughputSample sample = entrant.measure(0, window)
                    .orElseThrow(() -> entrant.failure("The input of " + events.records()
                            + " events was used up before. Give it more (--records), or shorten the warm-up"));
            entrant.requireNoDeadLetters();
            return sample;
        }
    }
}
