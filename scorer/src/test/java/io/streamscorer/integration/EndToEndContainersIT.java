package io.streamscorer.integration;

import org.junit.jupiter.api.extension.ExtendWith;

/** The scenarios on Kafka's and the registry's own images; skipped, and reported as such, where no Docker engine answers. */
@ExtendWith(DockerEngineCondition.class)
class EndToEndContainersIT extends EndToEndScenarios {
    @Override
    Backbone startBackbone() {
        return ContainerBackbone.start();
    }
}
