package io.streamscorer.benchmarks.stage;

import io.streamscorer.sandbox.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A broker as a process. Arguments: the folder of its files, and the file that its address is written to once it answers. It keeps no
 * more of a topic than the topic's settings allow, and looks every second.
 */
public final class BrokerProgram {
    /** Kafka's fixed buffers fill up on the loopback device, whose packets hold 64 KB; then TCP waits for 200 ms. */
    private static final String SYSTEMS_OWN = "-1";

    private static final Map<String, String> SETTINGS = Map.of(
            "log.segment.bytes", Integer.toString(64 * 1024 * 1024),
            "log.retention.check.interval.ms", "1000",
            "log.segment.delete.delay.ms", "1000",
            "log.cleaner.enable", "true",
            "transaction.max.timeout.ms", "900000",
            "socket.send.buffer.bytes", SYSTEMS_OWN,
            "socket.receive.buffer.bytes", SYSTEMS_OWN);

    private BrokerProgram() {}

    /** Runs until the process is told to stop. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path address = Path.of(arguments[1]);
        EmbeddedBroker broker = EmbeddedBroker.start(Path.of(arguments[0]), 0, SETTINGS);
        Path whole = address.resolveSibling(address.getFileName() + ".new");
        Files.writeString(whole, broker.bootstrapServers());
        Files.move(whole, address, StandardCopyOption.ATOMIC_MOVE);
        new CountDownLatch(1).await();
    }
}
