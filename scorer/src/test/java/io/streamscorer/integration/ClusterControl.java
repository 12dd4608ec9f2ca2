package io.streamscorer.integration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ElectionNotNeededException;

/** Who leads what in a cluster, and how to change it. */
final class ClusterControl {
    private final Admin admin;

    ClusterControl(Admin admin) {
        this.admin = admin;
    }

    /** The broker that leads a partition. */
    int leader(TopicPartition partition) {
        return leaders(List.of(partition.topic())).getOrDefault(partition, -1);
    }

    private Map<TopicPartition, Integer> leaders(Collection<String> topics) {
        Map<TopicPartition, Integer> leaders = new HashMap<>();
        try {
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((topic, description) -> description
                            .partitions()
                            .forEach(partition -> leaders.put(
                                    new TopicPartition(topic, partition.partition()),
                                    partition.leader() == null
                                            ? Node.noNode().id()
                                            : partition.leader().id())));
            return leaders;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Gives each partition of the topics another leader; returns once all have it. */
    void moveLeaders(Collection<String> topics) {
        Map<TopicPartition, Integer> before = leaders(topics);
        Map<TopicPartition, Optional<NewPartitionReassignment>> orders = new HashMap<>();
        try {
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((topic, description) -> description.partitions().forEach(partition -> {
                        List<Integer> replicas = new ArrayList<>();
                        partition.replicas().forEach(replica -> replicas.add(replica.id()));
                        while (replicas.get(0) == partition.leader().id()) {
                            replicas.add(replicas.remove(0));
                        }
                        orders.put(
                                new TopicPartition(topic, partition.partition()),
                                Optional.of(new NewPartitionReassignment(replicas)));
                    }));
            admin.alterPartitionReassignments(orders).all().get();
            admin.electLeaders(ElectionType.PREFERRED, orders.keySet()).partitions().get().values().stream()
                    .flatMap(Optional::stream)
                    .filter(failure -> !(failure instanceof ElectionNotNeededException))
                    .forEach(failure -> {
                        throw new IllegalStateException(failure);
                    });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        Await.until(
                "each partition has another leader",
                Duration.ofSeconds(30),
                () -> leaders(topics).entrySet().stream()
                        .noneMatch(now -> now.getValue().equals(before.get(now.getKey()))));
    }

    /**
     * The broker that coordinates the transactions of one of the scorers of an application, or, where they have none, the one that
     * coordinates their group.
     */
    int coordinator(String applicationId) {
        try {
            List<String> transactions = admin.listTransactions().all().get().stream()
                    .map(TransactionListing::transactionalId)
                    .filter(id -> id.startsWith(applicationId + "-"))
                    .sorted()
                    .toList();
            if (transactions.isEmpty()) {
                Node node = admin.describeClassicGroups(Set.of(applicationId))
                        .all()
                        .get()
                        .get(applicationId)
                        .coordinator();
                return node.id();
            }
            return admin.describeTransactions(List.of(transactions.get(0)))
                    .description(transactions.get(0))
                    .get()
                    .coordinatorId();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
