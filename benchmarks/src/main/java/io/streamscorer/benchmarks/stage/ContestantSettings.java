package io.streamscorer.benchmarks.stage;

import io.streamscorer.benchmarks.workload.Workload;
import io.streamscorer.config.ProcessingGuarantee;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a contestant is told, the same for each of them. Immutable.
 *
 * @param workload the events and the model
 * @param guarantee the processing guarantee
 * @param inputTopic the topic that is read
 * @param partitions of each topic
 * @param threads the stream threads of one process
 * @param more further settings of the scorer, by name; they win
 */
public record ContestantSettings(
        Workload workload,
        ProcessingGuarantee guarantee,
        String inputTopic,
        int partitions,
        int threads,
        Map<String, String> more) {
    public ContestantSettings {
        more = Map.copyOf(more);
    }

    /** The same, with one further setting. */
    public ContestantSettings with(String setting, String value) {
        return with(Map.of(setting, value));
    }

    /** The same, with further settings. */
    public ContestantSettings with(Map<String, String> further) {
        Map<String, String> settings = new LinkedHashMap<>(more);
        settings.putAll(further);
        return new ContestantSettings(workload, guarantee, inputTopic, partitions, threads, settings);
    }

    /** The same, reading another topic. */
    public ContestantSettings reading(String topic) {
        return new ContestantSettings(workload, guarantee, topic, partitions, threads, more);
    }
}
