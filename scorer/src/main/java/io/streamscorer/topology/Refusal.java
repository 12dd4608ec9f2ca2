package io.streamscorer.topology;

import io.streamscorer.failure.Lines;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Words for what the brokers do not let this user do: the setting, the right that is missing, what to grant; for a topic that is gone;
 * and for an answer that did not come. Without secrets.
 */
public final class Refusal {
    /** The producer's words for a commit of the input's offsets that was refused; it does not say so by the exception's type. */
    private static final String UNCOMMITTED = "TxnOffsetCommitResponse: Topic authorization failed";

    private Refusal() {}

    /** What was refused, on one line for each right; empty when the error, with its causes, is no refusal. */
    public static Optional<String> describe(Throwable error, TopicPlan plan) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException denied) {
                return Optional.of(missingRight(denied, plan));
            }
            if (cause instanceof KafkaException
                    && cause.getMessage() != null
                    && cause.getMessage().contains(UNCOMMITTED)) {
                return Optional.of(topicRight(plan.inputTopic(), AclOperation.READ, plan));
            }
            if (cause instanceof AuthenticationException failed) {
                return Optional.of(notLetIn(failed, plan.bootstrapServers()));
            }
            if (cause instanceof UnknownTopicOrPartitionException) {
                return gone(error, plan);
            }
        }
        return unanswered(error, plan);
    }

    /** What the brokers did not answer in time, of which Kafka's innermost time-out tells most. */
    private static Optional<String> unanswered(Throwable error, TopicPlan plan) {
        TimeoutException innermost = null;
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            innermost = cause instanceof TimeoutException timeout ? timeout : innermost;
        }
        return innermost == null
                ? Optional.empty()
                : Optional.of("bootstrap.servers: no answer in time from the brokers at " + plan.bootstrapServers()
                        + " (" + Lines.of(innermost) + "). Check that they can be reached and have the topics; what was"
                        + " not committed is scored once the process is started again");
    }

    /** Which topic is gone; Kafka's clients name it in the exceptions around the one that says so. */
    private static Optional<String> gone(Throwable error, TopicPlan plan) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            for (String topic : List.of(plan.outputTopic(), plan.deadLetterTopic())) {
                if (cause instanceof TimeoutException timeout
                        && List.of(String.valueOf(timeout.getMessage()).split(" ", -1))
                                .contains(topic)) {
                    return Optional.of(plan.setting(topic) + ": the brokers have no topic '" + topic
                            + "' any more. Create it again, with as many partitions as the input topic");
                }
            }
        }
        return Optional.empty();
    }

    /** Why the brokers at an address do not take this user for whom it says it is. */
    static String notLetIn(AuthenticationException failed, String bootstrapServers) {
        return failed instanceof SslAuthenticationException ssl
                ? "bootstrap.servers: no TLS connection to the brokers at " + bootstrapServers + ": "
                        + TlsFailure.describe(ssl)
                : "bootstrap.servers: the brokers at " + bootstrapServers + " do not let this user in: "
                        + failed.getMessage()
                        + ". Check sasl.mechanism and the credentials (sasl.jaas.config, sasl.oauthbearer.*)";
    }

    private static String missingRight(AuthorizationException denied, TopicPlan plan) {
        if (denied instanceof TopicAuthorizationException topics
                && !topics.unauthorizedTopics().isEmpty()) {
            SortedSet<String> names = new TreeSet<>(topics.unauthorizedTopics());
            return names.stream()
                    .map(topic -> topicRight(topic, operation(topic, plan), plan))
                    .collect(Collectors.joining("\n"));
        }
        if (denied instanceof GroupAuthorizationException) {
            return groupRight(plan);
        }
        if (denied instanceof TransactionalIdAuthorizationException) {
            return transactionRight(plan);
        }
        if (denied instanceof ClusterAuthorizationException) {
            return "bootstrap.servers: no right to send with idempotence: " + denied.getMessage()
                    + ". Grant Write on the output topic to this user, and on brokers before 2.8 IdempotentWrite on the"
                    + " cluster";
        }
        return "bootstrap.servers: this user lacks a right: " + denied.getMessage();
    }

    /** What a scorer does with the topic. */
    static AclOperation operation(String topic, TopicPlan plan) {
        return topic.equals(plan.inputTopic()) ? AclOperation.READ : AclOperation.WRITE;
    }

    static String topicRight(String topic, AclOperation operation, TopicPlan plan) {
        boolean read = operation == AclOperation.READ;
        return plan.setting(topic) + ": no right to " + (read ? "read" : "write to") + " topic '" + topic + "'. Grant "
                + (read ? "Read" : "Write") + " on it to this user";
    }

    static String groupRight(TopicPlan plan) {
        return "application.id: no right to read as consumer group '" + plan.group()
                + "'. Grant Read on the group to this user";
    }

    static String transactionRight(TopicPlan plan) {
        return "application.id: no right to write in transactions, which processing.guarantee=exactly_once_v2 needs."
                + " Grant Write on transactional ids that begin with '" + plan.group()
                + "-' to this user, or set processing.guarantee=at_least_once";
    }
}
