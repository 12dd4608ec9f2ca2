package io.streamscorer.cli;

import io.streamscorer.config.ScorerConfig;
import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.http.HealthServer;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.prediction.PredictionEncoder;
import io.streamscorer.registry.SchemaRegistry;
import io.streamscorer.registry.WireFormat;
import io.streamscorer.scoring.BatchIsolation;
import io.streamscorer.scoring.DecodePlans;
import io.streamscorer.scoring.EventScorer;
import io.streamscorer.scoring.Retry;
import io.streamscorer.telemetry.BatchTraces;
import io.streamscorer.topology.BrokerSilence;
import io.streamscorer.topology.InputProgress;
import io.streamscorer.topology.LagWatch;
import io.streamscorer.topology.Refusal;
import io.streamscorer.topology.ScoringTopology;
import io.streamscorer.topology.StreamsClients;
import io.streamscorer.topology.ThreadScorers;
import io.streamscorer.topology.TopicPlan;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of {@code scorer run}: set-up, scoring, shutdown. {@link #run} belongs to the main thread, {@link #stop} to the thread that ends
 * the process.
 */
final class ScoringProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ScoringProcess.class);

    /** How long one attempt waits for brokers and registry before it is made again. */
    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    private static final Duration PAUSE_BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    /** What closing needs beyond Kafka Streams' own time: sessions, model, HTTP. */
    private static final Duration CLOSING_MARGIN = Duration.ofSeconds(3);

    private final ScorerConfig config;
    private final ProcessState state = new ProcessState();
    private final ScorerMeters meters;
    private final InputProgress progress = new InputProgress();
    /** Given when told to stop and when scoring cannot go on: it ends the main thread's wait and every wait for what is away. */
    private final StopSignal stop = new StopSignal();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private final StopReport report = new StopReport();
    private volatile boolean stopRequested;
    private volatile boolean closedInTime = true;

    ScoringProcess(ScorerConfig config) {
        this.config = config;
        this.meters = new ScorerMeters(config.applicationId(), state);
        meters.watch(progress);
        config.tracingEndpoint()
                .ifPresent(endpoint -> meters.trace(new BatchTraces(
                        endpoint, config.tracingRatio(), config.applicationId(), System::currentTimeMillis)));
    }

    /**
     * Scores until {@link #stop} is called or scoring cannot go on.
     *
     * @throws RuntimeException what it could not go on for; or an {@link Error}
     */
    void run() {
        try (HealthServer http =
                HealthServer.start(config.httpHost(), config.httpPort(), state::readiness, meters::scrape)) {
            LOG.info("Health and metrics are served on port {}", http.port());
            Setup setup = prepare();
            try {
                setup.notes().forEach(note -> LOG.info("Found: {}", note));
                score(setup);
            } finally {
                if (closedInTime) {
                    setup.close();
                }
            }
        } catch (UnavailableException e) {
            if (!stopRequested) {
                fatal.compareAndSet(null, e);
            }
        } catch (RuntimeException | Error e) {
            fatal.compareAndSet(null, e);
        } finally {
            meters.close();
            closed.countDown();
        }
        Throwable error = fatal.get();
        if (error instanceof Error e) {
            throw e;
        }
        if (error != null) {
            throw error instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(error);
        }
    }

    /** The set-up; brokers and registry that are not there yet are waited for, as long as {@code retry.timeout.ms} says. */
    private Setup prepare() {
        long start = System.nanoTime();
        state.waitingFor("loading the model, asking brokers and schema registry");
        return ConsoleSilence.ofClients(() -> Setup.prepare(config, ATTEMPT, stop, unavailable -> {
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (stopRequested || waited.compareTo(config.retryTimeout()) >= 0) {
                return false;
            }
            state.waitingFor(String.valueOf(unavailable.getMessage()));
            LOG.warn(
                    "Waiting, for {} s more (retry.timeout.ms): {}",
                    config.retryTimeout().minus(waited).toSeconds(),
                    unavailable.getMessage());
            return paused(PAUSE_BETWEEN_ATTEMPTS);
        }));
    }

    private boolean paused(Duration pause) {
        try {
            return stop.pause(pause.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void score(Setup setup) {
        LoadedModel model = setup.model();
        byte[] framing = WireFormat.prefix(setup.predictionSchemaId());
        ScoringTopology shape = new ScoringTopology(
                config.inputTopic(),
                config.outputTopic(),
                config.deadLetterTopic(),
                config.batchMaxRecords(),
                progress);
        LOG.info(
                "Model: '{}' version {}, SHA-256 {}, {} on {}",
                model.name(),
                model.version(),
                model.digest(),
                model.engine(),
                model.device());
        meters.model(model);
        try (SchemaRegistry registry = setup.openRegistry(meters)) {
            ThreadScorers scorers = threadScorers(setup, registry, framing);
            Topology topology = shape.build(
                    scorers, model.name(), model.version(), setup.topics().limits(), meters::buried);
            Properties settings = new Properties();
            settings.putAll(shape.settings(config.streamsProperties(), config.userConsumerInterceptors()));
            int threads = config.streamThreads(
                    Runtime.getRuntime().availableProcessors(), setup.topics().inputPartitions());
            settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
            try {
                run(new KafkaStreams(topology, settings, new StreamsClients(stop, report)), setup.topicPlan());
            } finally {
                // A thread that did not end may be inside the engine, whose memory must then stay; the process ends
                // with it.
                if (closedInTime) {
                    scorers.close();
                }
            }
        }
    }

    private ThreadScorers threadScorers(Setup setup, SchemaRegistry registry, byte[] framing) {
        DecodePlans plans = new DecodePlans(registry::schema, setup.reader(), setup.spec());
        return new ThreadScorers(() -> scorer(setup.spec(), setup.model(), plans, framing));
    }

    private EventScorer scorer(FeatureSpec spec, LoadedModel model, DecodePlans plans, byte[] framing) {
        int capacity = config.batchMaxRecords();
        BatchIsolation isolation = new BatchIsolation(
                model.openSession(),
                new FeatureBatch(spec, capacity),
                new FeatureBatch(spec, 1),
                new Retry(config.retryTimeout(), stop),
                meters);
        return new EventScorer(
                plans,
                isolation,
                new PredictionEncoder(framing, model, meters.scoreTally()),
                new FeatureBatch(spec, capacity),
                meters,
                System::currentTimeMillis);
    }

    private LagWatch lagWatch() {
        return new LagWatch(
                Admin.create(config.adminSettings()),
                config.inputTopic(),
                config.applicationId(),
                progress,
                byPartition -> meters.lag(config.inputTopic(), byPartition));
    }

    private void run(KafkaStreams streams, TopicPlan plan) {
        CountDownLatch closing = new CountDownLatch(1);
        streams.setUncaughtExceptionHandler(thrown -> {
            Throwable error = Refusal.describe(thrown, plan)
                    .<Throwable>map(refused -> new SetupException(refused, thrown))
                    .orElse(thrown);
            // Who is told to stop need not wait for what is away: what was not answered is not committed either.
            if (!stopRequested || !(FatalError.named(error) instanceof UnavailableException)) {
                fatal.compareAndSet(null, error);
                state.failed(FatalError.line(error));
            } else {
                report.uncommitted();
            }
            // Before Kafka Streams ends the other threads, one after the other: those that wait for what is away would
            // each wait in turn.
            stop.give();
            awaitClosing(closing);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            if (now == State.PENDING_SHUTDOWN) {
                closing.countDown();
            }
            if (now == State.RUNNING) {
                report.scoring();
                LOG.info("Running: {}", state.summary());
            }
            if (now == State.ERROR || now == State.NOT_RUNNING) {
                stop.give();
            }
        });
        LagWatch lag = lagWatch();
        try {
            meters.bind(streams);
            state.running(streams, new BrokerSilence(config.heartbeatInterval(), System::nanoTime));
            streams.start();
            stop.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            state.stopping();
            stop.give();
            lag.close();
            // Without leaving the group the partitions would wait for this member until its session times out.
            closedInTime = streams.close(
                    CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                            .withTimeout(config.shutdownTimeout()));
            if (!closedInTime) {
                LOG.error(
                        "The stream threads did not end within shutdown.timeout.ms={}; what they had not committed is"
                                + " scored again by whoever takes the partitions",
                        config.shutdownTimeout().toMillis());
            }
        }
    }

    /**
     * Lets the main thread close Kafka Streams, which leaves the group. What Kafka Streams does by itself after an error leaves it not: the
     * partitions would wait until the session times out, those of the process that is started next included.
     */
    private static void awaitClosing(CountDownLatch closing) {
        try {
            if (!closing.await(CLOSING_MARGIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The group is not left; the partitions wait until the session times out");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Asks {@link #run} to end and waits until it has.
     *
     * @return whether everything was closed in time and nothing had failed
     */
    boolean stop() {
        stopRequested = true;
        state.stopping();
        stop.give();
        try {
            boolean ended =
                    closed.await(config.shutdownTimeout().plus(CLOSING_MARGIN).toMillis(), TimeUnit.MILLISECONDS);
            boolean clean = ended && closedInTime && fatal.get() == null;
            if (clean) {
                LOG.info(report.line());
            }
            return clean;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
