package io.streamscorer.benchmarks.contestant;

import io.streamscorer.config.ScorerConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a contestant other than the scorer until SIGTERM. Arguments: the contestant's name, the scorer's settings file, and the size of the
 * values that a copy writes, in bytes.
 */
public final class ContestantProgram {
    private ContestantProgram() {}

    /** One contestant at work. Closing it ends its threads and commits. */
    interface Running extends AutoCloseable {
        @Override
        void close();
    }

    /** Runs until the process is told to stop. */
    public static void main(String[] arguments) throws InterruptedException {
        Contestant contestant = Contestant.valueOf(arguments[0]);
        ScorerConfig config = ScorerConfig.load(Path.of(arguments[1]), Map.of());
        byte[] value = new byte[Integer.parseInt(arguments[2])];
        Running running = switch (contestant) {
            case LOOP -> CopyLoop.start(config, value);
            case COPY -> StreamsProgram.start(CopyTopology.build(config, value), config.streamsProperties());
            case PLAIN -> StreamsProgram.start(PlainTopology.build(config), config.streamsProperties());
            case SCORER -> throw new IllegalArgumentException("The scorer is run from its distribution, not from here");
        };
        CountDownLatch never = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(running::close, "shutdown"));
        never.await();
    }
}
