package io.streamscorer.cli;

import io.streamscorer.http.Readiness;
import io.streamscorer.topology.BrokerSilence;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Whether the process is alive and ready, for {@code /health}. Ready means: the model is loaded, all stream threads run, the group is
 * stable (its partitions are assigned, which may be none), the brokers are heard, and nothing else that scoring needs is away.
 * Thread-safe.
 */
final class ProcessState {
    private static final String RUNNING = "RUNNING";

    /** What one thread waits for; an answer to another thread does not end its waiting. */
    private record Waiting(String what, Thread thread) {}

    private record Scoring(KafkaStreams streams, BrokerSilence silence) {}

    private final ConcurrentMap<Waiting, String> away = new ConcurrentHashMap<>();
    private volatile @Nullable Scoring scoring;
    private volatile String phase = "starting";

    /** Set-up waits for something. */
    void waitingFor(String what) {
        phase = "starting: " + what;
    }

    void running(KafkaStreams started, BrokerSilence silence) {
        scoring = new Scoring(started, silence);
        phase = "running";
    }

    void stopping() {
        phase = "stopping";
    }

    void failed(String reason) {
        phase = "failed: " + reason;
    }

    /** Something that the calling thread needs for scoring is away, or, with a null reason, is back. */
    void away(String what, @Nullable String reason) {
        Waiting waiting = new Waiting(what, Thread.currentThread());
        if (reason == null) {
            away.remove(waiting);
        } else {
            away.put(waiting, reason);
        }
    }

    /** What runs, in a few words. */
    String summary() {
        Scoring now = scoring;
        Set<ThreadMetadata> threads = now == null ? Set.of() : now.streams().metadataForLocalThreads();
        return count(partitions(threads), "partition") + " on " + count(threads.size(), "stream thread");
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static int partitions(Set<ThreadMetadata> threads) {
        return threads.stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .mapToInt(task -> task.topicPartitions().size())
                .sum();
    }

    Readiness readiness() {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("phase", phase);
        away.forEach((waiting, reason) -> details.put(waiting.what(), reason));
        Scoring now = scoring;
        boolean stable = false;
        if (now != null) {
            KafkaStreams started = now.streams();
            Set<ThreadMetadata> threads = started.metadataForLocalThreads();
            long running = threads.stream()
                    .filter(thread -> thread.threadState().equals(RUNNING))
                    .count();
            details.put("streams", started.state().toString());
            details.put("threads", running + " of " + threads.size() + " running");
            details.put("partitions", Integer.toString(partitions(threads)));
            Optional<Duration> silent = now.silence().since(started.metrics());
            silent.ifPresent(time -> details.put(
                    "brokers",
                    "nothing heard from them for " + time.toSeconds()
                            + " s; look at the brokers of bootstrap.servers and at the network"));
            stable = started.state() == KafkaStreams.State.RUNNING
                    && running == threads.size()
                    && running > 0
                    && silent.isEmpty();
        }
        return new Readiness(stable && away.isEmpty() && phase.equals("running"), details);
    }
}
