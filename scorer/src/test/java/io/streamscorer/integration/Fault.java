package io.streamscorer.integration;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is done to two instances that score under load. */
enum Fault {
    KILL("SIGKILL to one of two instances, started again after 2 s; three times") {
        @Override
        void happen(FaultTrial trial) {
            for (int round = 0; round < 3; round++) {
                trial.instance(round % 2).kill();
                FaultTrial.pause(Duration.ofSeconds(2));
                trial.replace(round % 2, Map.of());
                FaultTrial.pause(Duration.ofSeconds(12));
            }
        }
    },
    KILL_ALL("SIGKILL to both instances at once, started again; twice") {
        @Override
        void happen(FaultTrial trial) {
            for (int round = 0; round < 2; round++) {
                trial.instance(0).kill();
                trial.instance(1).kill();
                trial.replace(0, Map.of());
                trial.replace(1, Map.of());
                FaultTrial.pause(Duration.ofSeconds(15));
            }
        }
    },
    ZOMBIE("SIGSTOP to one of two instances for 12 s, twice its session timeout, then SIGCONT; twice") {
        @Override
        void happen(FaultTrial trial) {
            for (int round = 0; round < 2; round++) {
                trial.instance(round).suspend();
                FaultTrial.pause(Duration.ofSeconds(12));
                trial.instance(round).resume();
                FaultTrial.pause(Duration.ofSeconds(10));
                trial.requireFelt(round, FENCED);
            }
        }
    },
    LATE_POLL(
            "max.poll.interval.ms=2500, and SIGSTOP to one of two instances for 4 s, within its session timeout; three times") {
        @Override
        Map<String, String> settings() {
            return Map.of("main.consumer.max.poll.interval.ms", "2500", "retry.timeout.ms", "1500");
        }

        @Override
        void happen(FaultTrial trial) {
            for (int round = 0; round < 3; round++) {
                trial.instance(round % 2).suspend();
                FaultTrial.pause(Duration.ofSeconds(4));
                trial.instance(round % 2).resume();
                FaultTrial.pause(Duration.ofSeconds(8));
                trial.requireFelt(round % 2, FENCED);
            }
        }
    },
    CHURN("a third instance joins, and leaves (SIGTERM) 3 s after it was ready; five times") {
        @Override
        void happen(FaultTrial trial) {
            for (int round = 0; round < 5; round++) {
                try (ScorerInstance third = trial.start("third", Map.of()).awaitReady()) {
                    FaultTrial.pause(Duration.ofSeconds(3));
                    FaultTrial.terminate(third);
                }
                FaultTrial.pause(Duration.ofSeconds(2));
            }
        }
    },
    NEW_VERSION("rolling restart (SIGTERM, start) of both instances with another version of the model") {
        @Override
        void happen(FaultTrial trial) {
            Map<String, String> next = Map.of(
                    "model.path",
                    Setups.modelPackage(trial.folder(), text -> text.replace("version: \"1\"", "version: \"2\""))
                            .toString());
            for (int number = 0; number < 2; number++) {
                FaultTrial.terminate(trial.instance(number));
                trial.replace(number, next);
                trial.instance(number).awaitReady();
                FaultTrial.pause(Duration.ofSeconds(5));
            }
            trial.requireVersions(List.of("1", "2"));
        }
    },
    BROKER_RESTART(
            "the only broker stopped for 8 s, longer than a transaction may last, and started again; three times") {
        @Override
        void happen(FaultTrial trial) {
            for (int round = 0; round < 3; round++) {
                trial.backbone().broker().stop();
                FaultTrial.pause(Duration.ofSeconds(8));
                trial.backbone().broker().restart();
                FaultTrial.pause(Duration.ofSeconds(12));
            }
        }
    },
    REGISTRY_AWAY("the registry away for 10 s, one of two instances restarted meanwhile, which has to ask it") {
        @Override
        void happen(FaultTrial trial) {
            trial.gate().shut();
            trial.instance(0).kill();
            trial.replace(0, Map.of());
            FaultTrial.pause(Duration.ofSeconds(10));
            trial.gate().reopen();
            FaultTrial.pause(Duration.ofSeconds(15));
        }
    };

    /** What Kafka Streams says when it comes back to a group that has gone on without it. */
    private static final String FENCED = "thread is being fenced";

    private final String description;

    Fault(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** Settings that it needs. */
    Map<String, String> settings() {
        return Map.of();
    }

    abstract void happen(FaultTrial trial);
}
