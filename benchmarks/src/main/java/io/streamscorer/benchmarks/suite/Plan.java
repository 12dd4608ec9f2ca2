package io.streamscorer.benchmarks.suite;

import io.streamscorer.benchmarks.contestant.Contestant;
import io.streamscorer.benchmarks.measure.LoadedTurns;
import io.streamscorer.benchmarks.measure.ThroughputRun;
import io.streamscorer.benchmarks.measure.Turns;
import io.streamscorer.benchmarks.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How much is measured. Immutable.
 *
 * @param workloads what throughput is measured with
 * @param contestants who takes part in it
 * @param heats how often the contestants of the throughput section are started anew
 * @param rounds how often each of them is measured in a heat; the others run in between
 * @param warmUp how long a contestant runs before its throughput is measured
 * @param window how long its throughput is measured in one round
 * @param records the most events that a throughput run reads; 0 for the workload's own number
 * @param partitions of each topic
 * @param latencyWarmUp how long a contestant runs at a rate before its latency is measured
 * @param latencyWindow how long its latency is measured, in all its turns together
 * @param loads the rates of latency runs, in percent of the largest that the scorer bears
 * @param commitIntervals the commit intervals of latency runs under exactly-once, in milliseconds
 * @param otherCommitIntervals those of latency runs under at-least-once, beside the scorer's own
 * @param memoryWatch how long memory is watched under full load
 * @param soak how long the soak lasts
 * @param soakRate its mean rate in events per second; 0 for a part of the largest rate, which is measured first
 * @param more further settings of the scorer, for all contestants
 * @param variants settings that are tried, each by a further scorer in the sections of throughput and latency
 * @param brief whether sections leave out all but their first figures
 */
public record Plan(
        List<Workload> workloads,
        List<Contestant> contestants,
        int heats,
        int rounds,
        Duration warmUp,
        Duration window,
        long records,
        int partitions,
        Duration latencyWarmUp,
        Duration latencyWindow,
        List<Integer> loads,
        List<Integer> commitIntervals,
        List<Integer> otherCommitIntervals,
        Duration memoryWatch,
        Duration soak,
        double soakRate,
        Map<String, String> more,
        List<Map<String, String>> variants,
        boolean brief) {
    private static final Duration SETTLE = Duration.ofMillis(500);
    /** In which the generator's connections open and the contestant's processor caches fill again. */
    private static final Duration LOADED_SETTLE = Duration.ofMillis(1_500);
    /** Some collections of the contestant's young heap. */
    private static final Duration LOADED_TURN = Duration.ofSeconds(5);

    /** Everything: some hours. */
    public static final Plan FULL = new Plan(
            Workload.ALL,
            List.of(Contestant.values()),
            3,
            4,
            Duration.ofSeconds(30),
            Duration.ofMillis(2_000),
            0,
            4,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            List.of(10, 50, 80),
            List.of(20, 50, 100, 200),
            List.of(100),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            0,
            Map.of(),
            List.of(),
            false);

    /** A look: 20 features alone, one round, one point of latency. */
    public static final Plan SHORT = new Plan(
            List.of(Workload.NUMERIC_20),
            List.of(Contestant.values()),
            1,
            3,
            Duration.ofSeconds(4),
            Duration.ofMillis(1_200),
            6_000_000,
            4,
            Duration.ofSeconds(6),
            Duration.ofSeconds(6),
            List.of(50),
            List.of(100),
            List.of(),
            Duration.ofSeconds(30),
            Duration.ofMinutes(3),
            0,
            Map.of(),
            List.of(),
            true);

    public Plan {
        workloads = List.copyOf(workloads);
        contestants = List.copyOf(contestants);
        loads = loads.stream().distinct().toList();
        commitIntervals = commitIntervals.stream().distinct().toList();
        otherCommitIntervals = otherCommitIntervals.stream().distinct().toList();
        more = Map.copyOf(more);
        variants = variants.stream().distinct().toList();
        if (rounds < 1 || partitions < 1) {
            throw new IllegalArgumentException("rounds and partitions must be at least 1");
        }
    }

    /** How the contestants of the throughput section take turns. */
    Turns turns() {
        return new Turns(warmUp, SETTLE, window, heats, rounds);
    }

    /** How the contestants of a section with a load take turns. */
    LoadedTurns loadedTurns() {
        int turns = (int) Math.max(1, latencyWindow.dividedBy(LOADED_TURN));
        return new LoadedTurns(latencyWarmUp, LOADED_SETTLE, latencyWindow.dividedBy(turns), turns);
    }

    /** The same for the largest rates, which say more in less time. */
    LoadedTurns loadedTurnsOfLargestRates() {
        LoadedTurns turns = loadedTurns();
        return new LoadedTurns(latencyWarmUp, LOADED_SETTLE, turns.window().dividedBy(2), turns.rounds());
    }

    /** How a contestant is measured that runs alone. */
    ThroughputRun alone() {
        return new ThroughputRun(warmUp.dividedBy(2), window.multipliedBy(4));
    }

    /** How often scaling is measured: it is the course that matters, not the last percent. */
    int scalingRounds() {
        return Math.min(3, rounds);
    }

    /** How many events a throughput run of a workload reads at most. */
    long records(Workload workload) {
        return records > 0 ? records : workload.records();
    }
}
