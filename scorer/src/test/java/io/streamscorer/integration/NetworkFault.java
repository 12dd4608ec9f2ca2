package io.streamscorer.integration;

import java.time.Duration;

/** What is done to the network between the broker and two instances that score under load. */
enum NetworkFault {
    CUT("connections of both instances reset, and refused for 10 s; twice", Duration.ofSeconds(9)) {
        @Override
        void happen(ProxiedBackbone backbone, FaultTrial trial) {
            for (int round = 0; round < 2; round++) {
                backbone.networks().forEach(NetworkProxy::cut);
                FaultTrial.pause(Duration.ofSeconds(10));
                backbone.networks().forEach(NetworkProxy::restore);
                awaitReady(trial);
                FaultTrial.pause(Duration.ofSeconds(10));
            }
        }
    },
    LONG_CUT(
            "connections of both instances reset, and refused for 150 s, past delivery.timeout.ms=120000",
            Duration.ofSeconds(149)) {
        @Override
        void happen(ProxiedBackbone backbone, FaultTrial trial) {
            backbone.networks().forEach(NetworkProxy::cut);
            FaultTrial.pause(Duration.ofSeconds(150));
            backbone.networks().forEach(NetworkProxy::restore);
            awaitReady(trial);
            FaultTrial.pause(Duration.ofSeconds(10));
        }
    },
    BLACK_HOLE(
            "nothing passes between both instances and the broker for 10 s, but connects, and arrives late; twice",
            Duration.ofSeconds(9)) {
        @Override
        void happen(ProxiedBackbone backbone, FaultTrial trial) {
            for (int round = 0; round < 2; round++) {
                backbone.networks().forEach(NetworkProxy::swallow);
                FaultTrial.pause(Duration.ofSeconds(10));
                backbone.networks().forEach(NetworkProxy::restore);
                awaitReady(trial);
                FaultTrial.pause(Duration.ofSeconds(10));
            }
        }
    },
    SLOW("100 ms more each way and 2 MB/s between each instance and the broker, for 20 s", Duration.ofMillis(200)) {
        @Override
        void happen(ProxiedBackbone backbone, FaultTrial trial) {
            backbone.networks().forEach(network -> network.slow(Duration.ofMillis(100), 2_000_000));
            FaultTrial.pause(Duration.ofSeconds(20));
            backbone.networks().forEach(NetworkProxy::restore);
            awaitReady(trial);
            FaultTrial.pause(Duration.ofSeconds(5));
        }
    },
    ONE_CUT_OFF(
            "one of two instances cut off for 15 s, past its session timeout of 6 s: reset and refused, then the other by a black hole",
            Duration.ofSeconds(4)) {
        @Override
        void happen(ProxiedBackbone backbone, FaultTrial trial) {
            for (int round = 0; round < 2; round++) {
                NetworkProxy network = backbone.network(round);
                if (round == 0) {
                    network.cut();
                } else {
                    network.swallow();
                }
                FaultTrial.pause(Duration.ofSeconds(15));
                network.restore();
                awaitReady(trial);
                FaultTrial.pause(Duration.ofSeconds(10));
            }
        }
    };

    private final String description;
    private final Duration least;

    NetworkFault(String description, Duration least) {
        this.description = description;
        this.least = least;
    }

    String description() {
        return description;
    }

    /** A pause that some partition has at least if the fault was felt. */
    Duration leastPause() {
        return least;
    }

    abstract void happen(ProxiedBackbone backbone, FaultTrial trial);

    private static void awaitReady(FaultTrial trial) {
        trial.instance(0).awaitReady();
        trial.instance(1).awaitReady();
    }
}
