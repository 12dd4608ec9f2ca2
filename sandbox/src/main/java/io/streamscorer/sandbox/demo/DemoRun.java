package io.streamscorer.sandbox.demo;

import io.streamscorer.sandbox.audit.AuditReport;
import io.streamscorer.sandbox.audit.TopicAudit;
import io.streamscorer.sandbox.broker.EmbeddedBroker;
import io.streamscorer.sandbox.cards.CardSimulator;
import io.streamscorer.sandbox.ports.FreePorts;
import io.streamscorer.sandbox.registry.RegistryProcess;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/**
 * One run of the demo, from the broker's start to the audit. Everything that it starts is stopped when {@link #run} returns or throws.
 * Belongs to one thread.
 */
final class DemoRun {
    private static final String EVENTS = "card-transactions";
    private static final String PREDICTIONS = "card-fraud-predictions";
    private static final String DEAD_LETTERS = "card-fraud-dead-letters";
    /** Names the file of this process's own log; {@code sandbox-logback.xml} reads it. */
    private static final String LOG_FILE_PROPERTY = "sandbox.log.file";

    private static final String HOST = "127.0.0.1";

    private static final Duration FIRST_ANSWER_TIMEOUT = Duration.ofSeconds(90);
    /** How long no answer may come before those that are open are given up. Longer than a transaction that a dead process left open. */
    private static final Duration LAST_ANSWER_PATIENCE = Duration.ofSeconds(12);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final DemoOptions options;
    private final PrintStream out;
    private final CountDownLatch stopRequested;

    /**
     * @param out where the view and the summary go
     * @param stopRequested ends the run early, in order
     */
    DemoRun(DemoOptions options, PrintStream out, CountDownLatch stopRequested) {
        this.options = options;
        this.out = out;
        this.stopRequested = stopRequested;
    }

    /**
     * Runs the demo.
     *
     * @return whether the audit is clean and the scorer stopped when told to
     * @throws RuntimeException when something does not start, or ends early; the message says what and shows the end of its log
     */
    boolean run() throws InterruptedException {
        try (WorkDirectory directory = WorkDirectory.create(options.keep)) {
            // Before the first logger is made, which opens the file.
            System.setProperty(LOG_FILE_PROPERTY, directory.file("broker.log").toString());
            out.println("Starting a broker and a schema registry ...");
            try (EmbeddedBroker broker =
                            EmbeddedBroker.start(directory.subdirectory("broker"), options.brokerPort, Map.of());
                    RegistryProcess registry = RegistryProcess.start(
                            RegistryProcess.findDirectory(), options.registryPort, directory.file("registry.log"))) {
                for (String topic : new String[] {EVENTS, PREDICTIONS, DEAD_LETTERS}) {
                    broker.createTopic(topic, options.partitions, Map.of());
                }
                return score(directory, broker, registry);
            } finally {
                if (options.keep) {
                    out.println("Kept: " + directory.path());
                }
            }
        }
    }

    private boolean score(WorkDirectory directory, EmbeddedBroker broker, RegistryProcess registry)
            throws InterruptedException {
        String bootstrapServers = broker.bootstrapServers();
        EventEncoder encoder = EventEncoder.registered(registry.url(), EVENTS);
        CardSimulator simulator = new CardSimulator(options.seed);
        simulator.skipDays(CardSimulator.DAYS_OF_HISTORY);
        int httpPort = options.httpPort == 0 ? FreePorts.one() : options.httpPort;
        Map<String, String> settings = settings(bootstrapServers, registry.url(), httpPort, directory);
        try (AnswerWatch watch = new AnswerWatch(bootstrapServers, PREDICTIONS, DEAD_LETTERS);
                EventFeed feed = new EventFeed(
                        bootstrapServers,
                        EVENTS,
                        simulator,
                        encoder,
                        options.rate,
                        options.broken,
                        "none",
                        options.seed);
                ScorerProcess scorer = ScorerProcess.start(options.scorer, settings, directory.path())) {
            printAddresses(bootstrapServers, registry.url(), httpPort, scorer);
            watch.start();
            awaitFirstAnswer(feed, watch, scorer);
            Histogram latencies = watch(feed, watch, scorer);
            feed.stop();
            awaitLastAnswer(feed, watch, scorer);
            OptionalInt status = scorer.stop(STOP_TIMEOUT);
            AuditReport report = new TopicAudit(bootstrapServers).run(EVENTS, PREDICTIONS, DEAD_LETTERS);
            printSummary(report, latencies, status);
            return report.clean() && status.equals(OptionalInt.of(0));
        }
    }

    private Map<String, String> settings(
            String bootstrapServers, String registryUrl, int httpPort, WorkDirectory directory) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("application.id", "card-fraud");
        settings.put("schema.registry.url", registryUrl);
        settings.put("input.topic", EVENTS);
        settings.put("output.topic", PREDICTIONS);
        settings.put("dead.letter.topic", DEAD_LETTERS);
        settings.put("model.path", options.model.toAbsolutePath().toString());
        settings.put("output.fields", "customer_id,terminal_id,amount,time");
        settings.put("num.stream.threads", Integer.toString(options.threads));
        settings.put("http.host", HOST);
        settings.put("http.port", Integer.toString(httpPort));
        settings.put("state.dir", directory.file("state").toString());
        return settings;
    }

    private void printAddresses(String bootstrapServers, String registryUrl, int httpPort, ScorerProcess scorer) {
        out.println("  Kafka broker      " + bootstrapServers);
        out.println("  schema registry   " + registryUrl);
        out.println("  events            " + EVENTS);
        out.println("  predictions       " + PREDICTIONS);
        out.println("  dead letters      " + DEAD_LETTERS);
        out.println(
                "  scorer            http://" + HOST + ":" + httpPort + "  (health, metrics), log " + scorer.logFile());
        out.println("Starting the scorer ...");
    }

    /** Sends an event and waits for its answer: then the whole path works, and latencies are those of a running scorer. */
    private void awaitFirstAnswer(EventFeed feed, AnswerWatch watch, ScorerProcess scorer) throws InterruptedException {
        long start = System.nanoTime();
        feed.sendOne();
        boolean answered = await(() -> watch.answers() > 0, FIRST_ANSWER_TIMEOUT, true, feed, watch, scorer);
        if (!answered && stopRequested.getCount() > 0) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "The scorer gave no answer within %s. The end of its log:\n%s",
                    FIRST_ANSWER_TIMEOUT,
                    scorer.logTail()));
        }
        watch.takeLatencies();
        out.println(String.format(
                Locale.ROOT,
                "The first event was answered after %.1f s.%s",
                (System.nanoTime() - start) * 1e-9,
                options.duration == null ? " Ctrl-C ends the demo." : ""));
    }

    /** Sends events and shows the answers until the time is over or the end is requested; gives the latencies in milliseconds. */
    private Histogram watch(EventFeed feed, AnswerWatch watch, ScorerProcess scorer) throws InterruptedException {
        LiveView view = new LiveView(out, options.live);
        Histogram total = new Histogram(3);
        long start = System.nanoTime();
        feed.start();
        while (true) {
            Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
            Duration left = options.duration == null ? view.interval() : options.duration.minus(elapsed);
            Duration pause = left.compareTo(view.interval()) < 0 ? left : view.interval();
            boolean over = pause.isNegative()
                    || pause.isZero()
                    || stopRequested.await(pause.toMillis() + 1, TimeUnit.MILLISECONDS);
            check(feed, watch, scorer);
            Histogram latencies = watch.takeLatencies();
            total.add(latencies);
            if (over) {
                return total;
            }
            view.show(new LiveView.Snapshot(
                    Duration.ofNanos(System.nanoTime() - start),
                    feed.sent(),
                    watch.predictions(),
                    watch.deadLetters(),
                    latencies,
                    watch.latest()));
        }
    }

    /** Waits for the answers that are still to come. Those that do not come are for the audit to find. */
    private void awaitLastAnswer(EventFeed feed, AnswerWatch watch, ScorerProcess scorer) throws InterruptedException {
        out.println(String.format(
                Locale.ROOT, "\nThe feed has stopped after %,d events; waiting for the last answers ...", feed.sent()));
        long before;
        boolean answered;
        do {
            before = watch.answers();
            answered = await(() -> watch.answers() >= feed.sent(), LAST_ANSWER_PATIENCE, false, feed, watch, scorer);
        } while (!answered && watch.answers() > before);
        if (!answered) {
            out.println(String.format(
                    Locale.ROOT,
                    "%,d answers did not come; no other came for %d s.",
                    feed.sent() - watch.answers(),
                    LAST_ANSWER_PATIENCE.toSeconds()));
        }
    }

    private boolean await(
            BooleanSupplier condition,
            Duration timeout,
            boolean untilStopRequested,
            EventFeed feed,
            AnswerWatch watch,
            ScorerProcess scorer)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        CountDownLatch signal = untilStopRequested ? stopRequested : new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            check(feed, watch, scorer);
            if (System.nanoTime() - deadline > 0 || signal.await(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    private static void check(EventFeed feed, AnswerWatch watch, ScorerProcess scorer) {
        scorer.checkAlive();
        if (feed.failure() != null) {
            throw new IllegalStateException("An event could not be sent", feed.failure());
        }
        if (watch.failure() != null) {
            throw new IllegalStateException("The answers could not be read", watch.failure());
        }
    }

    private void printSummary(AuditReport report, Histogram latencies, OptionalInt status) {
        out.println("\nCounted from the topics:");
        report.text().lines().forEach(line -> out.println("  " + line));
        out.println();
        out.println("Latency from an event's timestamp to its committed prediction in a reader's hands: "
                + (latencies.getTotalCount() == 0
                        ? "none measured"
                        : String.format(
                                Locale.ROOT,
                                "p50 %d ms, p99 %d ms, max %d ms",
                                latencies.getValueAtPercentile(50),
                                latencies.getValueAtPercentile(99),
                                latencies.getMaxValue())));
        out.println("The scorer "
                + (status.isPresent() ? "stopped with status " + status.getAsInt() : "did not stop when told to"));
        out.println(report.clean() ? "Each event was answered exactly once, in order." : "The audit found defects.");
    }
}
