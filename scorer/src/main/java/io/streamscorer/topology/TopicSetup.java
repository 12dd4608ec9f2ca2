package io.streamscorer.topology;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Asks the brokers whether topics, partition counts and rights are as the topology needs them, and creates what may be created. */
public final class TopicSetup {
    private static final String OUTPUT = "output.topic";
    private static final String DEAD_LETTERS = "dead.letter.topic";
    private static final String WHY_NOT_COMPACTED =
            "and a compacted topic refuses records without a key and keeps only the last record of each key";

    private final Admin admin;
    private final TopicPlan plan;
    private final BrokerQuestions brokers;
    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    /** Topics that a problem already says could not be looked at. */
    private final Set<String> unseen = new HashSet<>();
    /** Output and dead-letter topics that exist. */
    private final Set<String> there = new HashSet<>();

    private TopicSetup(Admin admin, TopicPlan plan) {
        this.admin = admin;
        this.plan = plan;
        this.brokers = new BrokerQuestions(plan.bootstrapServers(), plan.timeout());
    }

    /**
     * Inspects the topics.
     *
     * @param admin a client of the brokers; the caller closes it
     * @param createNow whether missing topics are created when the plan allows it, or only noted
     * @throws UnavailableException if no broker answers in time
     */
    public static TopicReport inspect(Admin admin, TopicPlan plan, boolean createNow) {
        return new TopicSetup(admin, plan).inspect(createNow);
    }

    private TopicReport inspect(boolean createNow) {
        // Asked before and heard after the topics: for a group that does not exist yet, Kafka's client pauses and asks
        // again in the older way.
        KafkaFuture<ConsumerGroupDescription> group = admin.describeConsumerGroups(
                        List.of(plan.group()), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                .describedGroups()
                .get(plan.group());
        Set<String> existing = brokers.ask("list the topics", admin.listTopics().names());
        Map<String, TopicDescription> topics = new LinkedHashMap<>();
        for (String topic : List.of(plan.inputTopic(), plan.outputTopic(), plan.deadLetterTopic())) {
            describe(topic).ifPresent(description -> topics.put(topic, description));
        }
        TopicDescription input = topics.get(plan.inputTopic());
        if (input == null) {
            if (!unseen.contains(plan.inputTopic())) {
                problems.add(noInput(existing));
            }
            topics.values().forEach(this::demand);
            checkGroup(group);
            return report(0, new AnswerLimits(TopicLimits.ofSize(0), TopicLimits.ofSize(0)));
        }
        int partitions = input.partitions().size();
        notes.add("input topic '" + plan.inputTopic() + "' has " + count(partitions));
        demand(input);
        checkGroup(group);
        target(OUTPUT, plan.outputTopic(), topics.get(plan.outputTopic()), partitions, createNow);
        target(DEAD_LETTERS, plan.deadLetterTopic(), topics.get(plan.deadLetterTopic()), partitions, createNow);
        return report(
                partitions,
                new AnswerLimits(limit(OUTPUT, plan.outputTopic()), limit(DEAD_LETTERS, plan.deadLetterTopic())));
    }

    private TopicReport report(int partitions, AnswerLimits limits) {
        return new TopicReport(problems, notes, partitions, there.size() == 2, limits);
    }

    private String noInput(Set<String> existing) {
        String alike = existing.stream()
                .filter(name -> !name.startsWith("__"))
                .sorted()
                .limit(10)
                .reduce((a, b) -> a + ", " + b)
                .map(names -> "The cluster has: " + names)
                .orElse("The cluster has no topics that this user may see");
        return "input.topic: topic '" + plan.inputTopic() + "' does not exist at " + plan.bootstrapServers() + ". "
                + alike + ". Create it or correct input.topic";
    }

    private void target(
            String key, String topic, @Nullable TopicDescription description, int partitions, boolean createNow) {
        if (description == null) {
            missing(key, topic, partitions, createNow);
            return;
        }
        there.add(topic);
        demand(description);
        fits(key, description, partitions);
    }

    private void fits(String key, TopicDescription topic, int partitions) {
        int count = topic.partitions().size();
        if (count < partitions) {
            problems.add(key + ": topic '" + topic.name() + "' has " + count(count) + ", but the input topic has "
                    + partitions + ", and an answer goes to its event's partition number. Add partitions to '"
                    + topic.name() + "'");
        } else {
            notes.add(key + " '" + topic.name() + "' has " + count(count));
        }
    }

    private void missing(String key, String topic, int partitions, boolean createNow) {
        if (unseen.contains(topic)) {
            return;
        }
        if (!plan.create()) {
            problems.add(key + ": topic '" + topic + "' does not exist at " + plan.bootstrapServers()
                    + ", and topics.create=false. Create it with at least " + count(partitions));
        } else if (isCompacted(plan.newTopicSettings().get(TopicConfig.CLEANUP_POLICY_CONFIG))) {
            problems.add("topic." + TopicConfig.CLEANUP_POLICY_CONFIG + ": " + key + " '" + topic
                    + "' would be compacted, " + WHY_NOT_COMPACTED + ". Leave it out, or set it to delete");
        } else if (createNow) {
            create(key, topic, partitions);
        } else {
            notes.add(key + " '" + topic + "' does not exist yet and will be created with " + count(partitions));
        }
    }

    private void create(String key, String topic, int partitions) {
        Optional<Short> replication =
                plan.replicationFactor() < 0 ? Optional.empty() : Optional.of(plan.replicationFactor());
        try {
            brokers.ask(
                    "create topic '" + topic + "'",
                    admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), replication)
                                    .configs(plan.newTopicSettings())))
                            .all());
            there.add(topic);
            notes.add(key + " '" + topic + "' was created with " + count(partitions));
        } catch (SetupException e) {
            if (e.getCause() instanceof TopicExistsException) {
                // Another instance was quicker, perhaps with other settings.
                there.add(topic);
                fits(
                        key,
                        brokers.whenKnown(
                                UnknownTopicOrPartitionException.class,
                                () -> brokers.ask(
                                        "describe topic '" + topic + "'",
                                        admin.describeTopics(List.of(topic))
                                                .topicNameValues()
                                                .get(topic))),
                        partitions);
            } else {
                problems.add(key + ": " + e.getMessage() + ". Create the topic with " + count(partitions)
                        + " by hand, or grant Create on it");
            }
        }
    }

    private Optional<TopicDescription> describe(String topic) {
        try {
            return Optional.of(brokers.ask(
                    "describe topic '" + topic + "'",
                    admin.describeTopics(List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                            .topicNameValues()
                            .get(topic)));
        } catch (SetupException e) {
            if (e.getCause() instanceof TopicAuthorizationException) {
                unseen.add(topic);
                problems.add(notSeen(topic));
            } else if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                unseen.add(topic);
                problems.add(String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        }
    }

    /** Brokers say the same of a topic that is not there and of one that this user has no right on. */
    private String notSeen(String topic) {
        boolean created = plan.create() && !topic.equals(plan.inputTopic());
        return Refusal.topicRight(topic, Refusal.operation(topic, plan), plan)
                + (created ? ", with Create where the scorer is to create it," : "")
                + " or correct its name: this user does not see whether it exists";
    }

    private void demand(TopicDescription topic) {
        AclOperation operation = Refusal.operation(topic.name(), plan);
        Set<AclOperation> granted = topic.authorizedOperations();
        if (granted != null && !granted.isEmpty() && !granted.contains(operation)) {
            problems.add(Refusal.topicRight(topic.name(), operation, plan));
        }
    }

    private void checkGroup(@Nullable KafkaFuture<ConsumerGroupDescription> group) {
        try {
            Set<AclOperation> granted =
                    brokers.ask("describe group '" + plan.group() + "'", group).authorizedOperations();
            if (granted != null && !granted.isEmpty() && !granted.contains(AclOperation.READ)) {
                problems.add(Refusal.groupRight(plan));
            }
        } catch (SetupException e) {
            if (e.getCause() instanceof GroupAuthorizationException) {
                problems.add(Refusal.groupRight(plan));
            } else if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                notes.add("group '" + plan.group() + "' could not be described: " + e.getMessage());
            }
        }
    }

    /** The records that can be sent to the topic; a topic that refuses some records of any size becomes a problem. */
    private TopicLimits limit(String key, String topic) {
        if (!there.contains(topic)) {
            return TopicLimits.ofSize(plan.maxRequestBytes());
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config settings;
        try {
            settings = brokers.whenKnown(
                    UnknownTopicOrPartitionException.class,
                    () -> brokers.ask(
                            "read the settings of topic '" + topic + "'",
                            admin.describeConfigs(List.of(resource)).values().get(resource)));
        } catch (SetupException e) {
            notes.add("the largest record that topic '" + topic + "' takes is not known (" + e.getMessage()
                    + "); max.request.size is used instead");
            return TopicLimits.ofSize(plan.maxRequestBytes());
        }
        if (isCompacted(value(settings, TopicConfig.CLEANUP_POLICY_CONFIG))) {
            problems.add(key + ": topic '" + topic + "' is compacted (cleanup.policy="
                    + value(settings, TopicConfig.CLEANUP_POLICY_CONFIG) + "), " + WHY_NOT_COMPACTED
                    + ". Set the topic's cleanup.policy to delete, or name another topic");
        }
        String bytes = value(settings, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        long maxBytes =
                bytes == null ? plan.maxRequestBytes() : Math.min(plan.maxRequestBytes(), Long.parseLong(bytes));
        if (TimestampType.LOG_APPEND_TIME.name.equals(value(settings, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG))) {
            return TopicLimits.ofSize(maxBytes);
        }
        return new TopicLimits(
                maxBytes,
                millis(settings, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG),
                millis(settings, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG));
    }

    /** A setting in milliseconds; brokers before Kafka 3.6 do not have those of timestamps. */
    private static long millis(Config settings, String name) {
        String millis = value(settings, name);
        return millis == null ? Long.MAX_VALUE : Long.parseLong(millis);
    }

    private static @Nullable String value(Config settings, String name) {
        ConfigEntry entry = settings.get(name);
        return entry == null ? null : entry.value();
    }

    private static boolean isCompacted(@Nullable String policy) {
        return policy != null && policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    private static String count(int partitions) {
        return partitions == 1 ? "1 partition" : partitions + " partitions";
    }
}
