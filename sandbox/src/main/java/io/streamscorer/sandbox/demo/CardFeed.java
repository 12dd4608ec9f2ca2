package io.streamscorer.sandbox.demo;

import io.streamscorer.sandbox.cards.CardSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The demo's producer alone, for brokers and a schema registry that run already: registers the events' schemas and sends events until it is
 * told to stop.
 */
@Command(
        name = "card-feed",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends simulated card transactions to a topic until it is told to stop (SIGTERM, Ctrl-C).",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:stopped when told to", "1:an event could not be sent", "2:wrong usage"})
public final class CardFeed implements Callable<Integer> {
    private static final long SHUTDOWN_SECONDS = 20;
    private static final long REPORT_SECONDS = 10;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            required = true,
            description = "Brokers to connect to first.")
    private String bootstrapServers = "";

    @Option(names = "--registry", paramLabel = "URL", required = true, description = "The schema registry.")
    private String registryUrl = "";

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "card-transactions",
            description = "Where the events go; it must exist (default: ${DEFAULT-VALUE}).")
    private String topic = "";

    @Option(
            names = "--rate",
            paramLabel = "EVENTS",
            defaultValue = "100",
            description =
                    "Events per second; with 0 neither schemas are registered nor events sent (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--broken",
            paramLabel = "SHARE",
            defaultValue = "0.005",
            description = "The share of events that are broken, from 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double broken;

    @Option(
            names = "--compression",
            paramLabel = "KIND",
            defaultValue = "none",
            description = "How events are compressed: none, gzip, snappy, lz4 or zstd (default: ${DEFAULT-VALUE}).")
    private String compression = "";

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "What the simulated transactions are drawn from (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            description = "Made once the schemas are registered and the first event is sent, for who waits for that.")
    private @Nullable Path readyFile;

    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int status = 1;

    private CardFeed() {}

    /** Sends events; ends with status 0 when it is told to stop. */
    public static void main(String[] arguments) {
        CardFeed feed = new CardFeed();
        feed.status = new CommandLine(feed).execute(arguments);
        feed.finished.countDown();
        System.exit(feed.status);
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (!(rate >= 0 && rate <= 1e6) || !(broken >= 0 && broken <= 1)) {
            System.err.println(
                    "--rate must be from 0 to 1000000 and --broken from 0 to 1, not " + rate + " and " + broken);
            return CommandLine.ExitCode.USAGE;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::endInOrder, "shutdown"));
        if (rate == 0) {
            System.out.println("No events are sent: the rate is 0.");
            sayReady();
            stopRequested.await();
            return CommandLine.ExitCode.OK;
        }
        EventEncoder encoder = EventEncoder.registered(registryUrl, topic);
        CardSimulator simulator = new CardSimulator(seed);
        simulator.skipDays(CardSimulator.DAYS_OF_HISTORY);
        try (EventFeed feed =
                new EventFeed(bootstrapServers, topic, simulator, encoder, rate, broken, compression, seed)) {
            feed.sendOne();
            return send(feed);
        }
    }

    private int send(EventFeed feed) throws InterruptedException, IOException {
        if (feed.failure() == null) {
            System.out.println(
                    String.format(Locale.ROOT, "Sending %s events per second to %s.", Double.toString(rate), topic));
            sayReady();
            feed.start();
        }
        while (feed.failure() == null && !stopRequested.await(REPORT_SECONDS, TimeUnit.SECONDS)) {
            System.out.println("Sent " + feed.sent() + " events.");
        }
        feed.stop();
        if (feed.failure() != null) {
            System.err.println("An event could not be sent: " + feed.failure());
            return CommandLine.ExitCode.SOFTWARE;
        }
        System.out.println("Stopped after " + feed.sent() + " events.");
        return CommandLine.ExitCode.OK;
    }

    private void sayReady() throws IOException {
        if (readyFile != null) {
            Files.writeString(readyFile, "");
        }
    }

    /** On Ctrl-C or SIGTERM: lets the main thread finish what it sends, and gives its status to the shell. */
    private void endInOrder() {
        stopRequested.countDown();
        try {
            if (finished.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                System.out.flush();
                Runtime.getRuntime().halt(status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
