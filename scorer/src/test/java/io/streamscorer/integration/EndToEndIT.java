package io.streamscorer.integration;

/** The scenarios on the embedded broker and a real registry. */
class EndToEndIT extends EndToEndScenarios {
    @Override
    Backbone startBackbone() {
        return EmbeddedBackbone.start();
    }
}
