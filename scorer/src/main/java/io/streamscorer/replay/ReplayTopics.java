package io.streamscorer.replay;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.topology.BrokerQuestions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks the brokers whether topics and rights are as a replay needs them, and creates the ledger's topic. */
final class ReplayTopics {
    private static final String LEDGER_IS = "the record of which dead letters were put back";

    private final Admin admin;
    private final BrokerQuestions questions;
    private final ReplayJob job;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    ReplayTopics(Admin admin, BrokerQuestions questions, ReplayJob job) {
        this.admin = admin;
        this.questions = questions;
        this.job = job;
    }

    /**
     * Looks at the topics, and creates that of the ledger unless nothing is to be sent.
     *
     * @throws SetupException with all that stands in the way
     * @throws UnavailableException if no broker answers in time
     */
    ReplayGround inspect() {
        // First, so that brokers that are away are named as such, once.
        questions.ask("list the topics", admin.listTopics().names());
        Optional<TopicDescription> letters = describe("dead.letter.topic", job.deadLetterTopic());
        Optional<TopicDescription> input = describe("input.topic", job.inputTopic());
        letters.ifPresent(topic -> demand(topic, AclOperation.READ, false));
        input.ifPresent(topic -> demand(topic, AclOperation.WRITE, job.dryRun()));
        boolean ledgerExists = problems.isEmpty() && lookAtLedger();
        Duration retention = input.isPresent() && problems.isEmpty() ? lookAtInput() : null;
        if (!problems.isEmpty() || letters.isEmpty() || input.isEmpty()) {
            throw new SetupException(problems);
        }
        return new ReplayGround(
                letters.get().topicId(),
                letters.get().partitions().size(),
                input.get().partitions().size(),
                ledgerExists,
                retention,
                notes);
    }

    private Optional<TopicDescription> describe(String key, String topic) {
        try {
            return Optional.of(described(topic));
        } catch (SetupException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                problems.add(key + ": topic '" + topic + "' does not exist at " + job.bootstrapServers() + ". Correct "
                        + key + (key.startsWith("dead") ? "; 'scorer run' creates it" : ""));
            } else if (e.getCause() instanceof TopicAuthorizationException) {
                problems.add(noRight("describe", topic, "Describe"));
            } else {
                problems.addAll(e.problems());
            }
            return Optional.empty();
        }
    }

    private TopicDescription described(String topic) {
        return questions.ask(
                "describe topic '" + topic + "'",
                admin.describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                        .topicNameValues()
                        .get(topic));
    }

    private void demand(TopicDescription topic, AclOperation operation, boolean onlyToSay) {
        Set<AclOperation> granted = topic.authorizedOperations();
        if (granted != null && !granted.isEmpty() && !granted.contains(operation)) {
            String right = operation == AclOperation.READ ? "Read" : "Write";
            (onlyToSay ? notes : problems)
                    .add(noRight(operation == AclOperation.READ ? "read" : "write", topic.name(), right));
        }
    }

    /** What a user without a right is told. */
    static String noRight(String verb, String topic, String right) {
        return "No right to " + verb + " topic '" + topic + "'. Grant " + right + " on it to this user";
    }

    private boolean lookAtLedger() {
        String ledger = job.ledger();
        try {
            TopicDescription found = described(ledger);
            demand(found, AclOperation.READ, false);
            demand(found, AclOperation.WRITE, job.dryRun());
            if (problems.isEmpty()) {
                demandCompaction(ledger);
            }
            return true;
        } catch (SetupException e) {
            if (e.getCause() instanceof TopicAuthorizationException) {
                problems.add(noRight("describe", ledger, "Describe, Read and Write") + ": it is " + LEDGER_IS);
            } else if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                problems.addAll(e.problems());
            } else if (!job.dryRun()) {
                createLedger(ledger);
                return true;
            }
            return false;
        }
    }

    private void demandCompaction(String ledger) {
        String policy = settings(ledger).get(TopicConfig.CLEANUP_POLICY_CONFIG);
        if (policy != null && !policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            problems.add("Topic '" + ledger + "' is " + LEDGER_IS + ", but cleanup.policy=" + policy
                    + " would delete that after a time, and a replay would send letters again. Set its cleanup.policy"
                    + " to compact");
        }
    }

    private void createLedger(String ledger) {
        String byHand = "Create it with 1 partition and cleanup.policy=compact";
        if (!job.topicsCreate()) {
            problems.add("Topic '" + ledger + "', " + LEDGER_IS + ", does not exist at " + job.bootstrapServers()
                    + ", and topics.create=false. " + byHand);
            return;
        }
        Map<String, String> settings = new HashMap<>(job.newTopicSettings());
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        Optional<Short> replication =
                job.replicationFactor() < 0 ? Optional.empty() : Optional.of(job.replicationFactor());
        try {
            questions.ask(
                    "create topic '" + ledger + "'",
                    admin.createTopics(List.of(new NewTopic(ledger, Optional.of(1), replication).configs(settings)))
                            .all());
        } catch (SetupException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                problems.add(e.getMessage() + ". It is " + LEDGER_IS + ". " + byHand + ", or grant Create on it");
                return;
            }
        }
        // A producer that starts before the topic has a leader can stay without one for long.
        questions.whenKnown(
                RetriableException.class, () -> offsets(List.of(new TopicPartition(ledger, 0)), OffsetSpec.latest()));
    }

    /** How long the input topic keeps events; and what of its settings makes an event that is put back mean something else. */
    private @Nullable Duration lookAtInput() {
        Map<String, String> settings = settings(job.inputTopic());
        String topic = "input topic '" + job.inputTopic() + "'";
        if ("LogAppendTime".equals(settings.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG))) {
            notes.add(
                    topic + " gives events the time of their arrival (message.timestamp.type=LogAppendTime): those that"
                            + " are put back lose their own timestamps");
        }
        String policy = settings.getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "");
        if (policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            notes.add(topic + " is compacted: an event that is put back takes the place of newer ones of its key");
        }
        String retention = settings.get(TopicConfig.RETENTION_MS_CONFIG);
        boolean deletes = retention != null && policy.contains(TopicConfig.CLEANUP_POLICY_DELETE);
        long millis = deletes ? Long.parseLong(retention) : -1;
        return millis < 0 ? null : Duration.ofMillis(millis);
    }

    /** A topic's settings; empty where this user may not see them. */
    private Map<String, String> settings(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config = questions.whenKnown(
                    RetriableException.class,
                    () -> questions.ask(
                            "read the settings of topic '" + topic + "'",
                            admin.describeConfigs(List.of(resource)).values().get(resource)));
            return config.entries().stream()
                    .filter(entry -> entry.value() != null)
                    .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
        } catch (SetupException e) {
            notes.add("the settings of topic '" + topic + "' are not known (" + e.getMessage() + ")");
            return Map.of();
        }
    }

    /** The first offset of each partition, or the one after the last that a committed reader sees. */
    Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, ListOffsetsResultInfo> found = questions.ask(
                "list the offsets of topic '" + partitions.get(0).topic() + "'",
                admin.listOffsets(
                                partitions.stream()
                                        .collect(Collectors.toMap(partition -> partition, partition -> which)),
                                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all());
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** A partition's one of the {@linkplain #offsets offsets} that were listed. */
    static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return Objects.requireNonNull(offsets.get(partition), partition::toString);
    }

    static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }
}
