package io.streamscorer.benchmarks.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Asks a JVM over JMX, and Linux, what the process uses. One thread. Closing it ends the connection, not the process. */
final class ProcessProbe implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final long pid;
    private final JMXConnector connector;
    private final com.sun.management.ThreadMXBean threads;
    private final com.sun.management.OperatingSystemMXBean system;
    private final List<GarbageCollectorMXBean> collectors;

    private ProcessProbe(long pid, JMXConnector connector) throws IOException {
        this.pid = pid;
        this.connector = connector;
        MBeanServerConnection connection = connector.getMBeanServerConnection();
        this.threads = ManagementFactory.newPlatformMXBeanProxy(
                connection, ManagementFactory.THREAD_MXBEAN_NAME, com.sun.management.ThreadMXBean.class);
        this.system = ManagementFactory.newPlatformMXBeanProxy(
                connection,
                ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME,
                com.sun.management.OperatingSystemMXBean.class);
        this.collectors = ManagementFactory.getPlatformMXBeans(connection, GarbageCollectorMXBean.class);
    }

    /** The options for a JVM that is to be asked, on the loopback address. */
    static List<String> options(int port) {
        String name = "-Dcom.sun.management.jmxremote";
        return List.of(
                name + ".port=" + port,
                name + ".rmi.port=" + port,
                name + ".host=127.0.0.1",
                name + ".authenticate=false",
                name + ".ssl=false",
                "-Djava.rmi.server.hostname=127.0.0.1");
    }

    /** Connects to a JVM that was started with {@link #options}, once it answers. */
    @SuppressWarnings("BanJNDI") // the address is the loopback's, and the process one that this one started
    static ProcessProbe connect(long pid, int port) {
        JMXConnector[] connector = new JMXConnector[1];
        boolean connected = Pause.until(
                () -> {
                    try {
                        connector[0] = JMXConnectorFactory.connect(
                                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"));
                        return true;
                    } catch (IOException e) {
                        return false;
                    }
                },
                INTERVAL,
                TIMEOUT);
        if (!connected) {
            throw new IllegalStateException("Process " + pid + " does not answer over JMX on port " + port);
        }
        try {
            return new ProcessProbe(pid, connector[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("Process " + pid + " ended while it was asked", e);
        }
    }

    /** What it has used so far. */
    Usage usage() {
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Map<Long, Long> allocated = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (bytes[i] >= 0) {
                allocated.put(ids[i], bytes[i]);
            }
        }
        long collection = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            collection += collector.getCollectionTime();
        }
        return new Usage(system.getProcessCpuTime(), allocated, collection);
    }

    /** Its resident memory now, in bytes; empty where there is no {@code /proc}. */
    OptionalLong residentBytes() {
        return status(pid, "VmRSS:");
    }

    /** The most resident memory that it has had, in bytes; empty where there is no {@code /proc}. */
    OptionalLong peakResidentBytes() {
        return status(pid, "VmHWM:");
    }

    private static OptionalLong status(long pid, String field) {
        Path file = Path.of("/proc", Long.toString(pid), "status");
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            // The process has ended first, and the connection with it.
        }
    }
}
