package io.streamscorer.cli;

import io.streamscorer.config.ProcessingGuarantee;
import io.streamscorer.config.ScorerConfig;
import io.streamscorer.topology.BrokerQuestions;
import io.streamscorer.topology.TopicPlan;
import io.streamscorer.topology.TopicReport;
import io.streamscorer.topology.TopicSetup;
import io.streamscorer.topology.TransactionRights;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/** The part of a set-up that the brokers answer for: topics and rights. One thread at a time. */
final class BrokerPart {
    private static final int DEFAULT_MAX_REQUEST_BYTES = 1024 * 1024;

    private final ScorerConfig config;
    private final Duration patience;
    private @Nullable TopicReport topics;

    /**
     * A part that has asked nothing.
     *
     * @param patience how long the brokers are given to answer
     */
    BrokerPart(ScorerConfig config, Duration patience) {
        this.config = config;
        this.patience = patience;
    }

    /** What the brokers say now. */
    Findings look() {
        Findings findings = new Findings();
        findings.attempt(() -> ask(findings, false));
        return findings;
    }

    /**
     * Creates the topics that are missing, if any.
     *
     * @param findings gets what is wrong now
     */
    void create(Findings findings) {
        if (!topics().complete()) {
            ask(findings, true);
        }
    }

    private void ask(Findings findings, boolean createNow) {
        try (Admin admin = new BrokerQuestions(bootstrapServers(), patience).open(config.adminSettings())) {
            TopicReport report = TopicSetup.inspect(admin, plan(), createNow);
            topics = report;
            report.problems().forEach(findings::problem);
            if (!createNow && config.processingGuarantee() == ProcessingGuarantee.EXACTLY_ONCE_V2) {
                TransactionRights.missing(producerSettings(), plan()).ifPresent(findings::problem);
            }
        }
    }

    /** Whether the brokers said that there is no input topic that this user may see. */
    boolean inputIsMissing() {
        TopicReport report = topics;
        return report != null && report.inputPartitions() == 0;
    }

    /** What was found of the topics, or made, when the brokers were last asked. */
    List<String> notes() {
        TopicReport report = topics;
        return report == null ? List.of() : report.notes();
    }

    /** The topics as the brokers have them. */
    TopicReport topics() {
        return Setup.found(topics, "topics");
    }

    /** The topics as the settings want them. */
    TopicPlan plan() {
        Object maxRequest =
                producerSettings().getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEFAULT_MAX_REQUEST_BYTES);
        return new TopicPlan(
                config.inputTopic(),
                config.outputTopic(),
                config.deadLetterTopic(),
                config.topicsCreate(),
                config.topicsReplicationFactor(),
                Long.parseLong(String.valueOf(maxRequest)),
                config.applicationId(),
                bootstrapServers(),
                config.topicSettings(),
                patience);
    }

    private Map<String, Object> producerSettings() {
        return new StreamsConfig(config.streamsProperties()).getProducerConfigs("scorer");
    }

    private String bootstrapServers() {
        Object servers = config.adminSettings().get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        return servers instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(servers);
    }
}
