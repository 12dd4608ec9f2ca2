package io.streamscorer.integration;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** What is done to a cluster of three brokers from which two instances score under load. */
enum ClusterFault {
    LEADER_KILLED(
            "SIGKILL to a broker that leads a partition of the input, started again after 20 s; then to that of another") {
        @Override
        void happen(ClusterBackbone cluster, FaultTrial trial, String input) {
            for (int round = 0; round < 2; round++) {
                killForAWhile(cluster, trial, input, control(cluster).leader(new TopicPartition(input, round)));
            }
        }
    },
    COORDINATOR_KILLED(
            "SIGKILL to the broker that coordinates the transactions, or under at-least-once the group; started again after 20 s") {
        @Override
        void happen(ClusterBackbone cluster, FaultTrial trial, String input) {
            killForAWhile(cluster, trial, input, control(cluster).coordinator("scorer-" + input));
        }
    },
    LEADERS_MOVED("all partitions of input, output and dead letters get other leaders; five times, every 4 s") {
        @Override
        void happen(ClusterBackbone cluster, FaultTrial trial, String input) {
            for (int round = 0; round < 5; round++) {
                control(cluster).moveLeaders(topics(input));
                FaultTrial.pause(Duration.ofSeconds(4));
            }
            awaitReady(trial);
        }
    },
    LEADER_FROZEN("SIGSTOP for 20 s to a broker that leads a partition of the input, then SIGCONT") {
        @Override
        void happen(ClusterBackbone cluster, FaultTrial trial, String input) {
            int leader = control(cluster).leader(new TopicPartition(input, 0));
            cluster.suspend(leader);
            FaultTrial.pause(Duration.ofSeconds(20));
            cluster.resume(leader);
            cluster.awaitWhole(topics(input));
            awaitReady(trial);
            FaultTrial.pause(Duration.ofSeconds(10));
        }
    },
    MAJORITY_KILLED("SIGKILL to two of the three brokers at once, started again after 10 s") {
        @Override
        void happen(ClusterBackbone cluster, FaultTrial trial, String input) {
            cluster.kill(1);
            cluster.kill(2);
            FaultTrial.pause(Duration.ofSeconds(10));
            cluster.restart(1);
            cluster.restart(2);
            cluster.awaitWhole(topics(input));
            awaitReady(trial);
            FaultTrial.pause(Duration.ofSeconds(10));
        }
    };

    private final String description;

    ClusterFault(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    abstract void happen(ClusterBackbone cluster, FaultTrial trial, String input);

    private static void killForAWhile(ClusterBackbone cluster, FaultTrial trial, String input, int broker) {
        cluster.kill(broker);
        FaultTrial.pause(Duration.ofSeconds(20));
        cluster.restart(broker);
        cluster.awaitWhole(topics(input));
        awaitReady(trial);
        FaultTrial.pause(Duration.ofSeconds(8));
    }

    private static ClusterControl control(ClusterBackbone cluster) {
        return new ClusterControl(cluster.admin());
    }

    private static List<String> topics(String input) {
        return List.of(input, input + "-out", input + "-dead");
    }

    private static void awaitReady(FaultTrial trial) {
        trial.instance(0).awaitReady();
        trial.instance(1).awaitReady();
    }
}
