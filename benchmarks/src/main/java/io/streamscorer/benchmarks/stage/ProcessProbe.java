package io.streamscorer.benchmarks.stage;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Asks a JVM over JMX, and Linux, what the process uses. One thread. Closing it ends the connection, not the process. */
final class ProcessProbe implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final LinuxProcess process;
    private final JMXConnector connector;
    private final com.sun.management.ThreadMXBean threads;
    private final com.sun.management.OperatingSystemMXBean system;
    private final List<GarbageCollectorMXBean> collectors;
    private final List<BufferPoolMXBean> buffers;
    private final Set<String> heapPools;

    private ProcessProbe(long pid, JMXConnector connector) throws IOException {
        this.process = LinuxProcess.of(pid);
        this.connector = connector;
        MBeanServerConnection connection = connector.getMBeanServerConnection();
        this.threads = ManagementFactory.newPlatformMXBeanProxy(
                connection, ManagementFactory.THREAD_MXBEAN_NAME, com.sun.management.ThreadMXBean.class);
        this.system = ManagementFactory.newPlatformMXBeanProxy(
                connection,
                ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME,
                com.sun.management.OperatingSystemMXBean.class);
        this.collectors = ManagementFactory.getPlatformMXBeans(connection, GarbageCollectorMXBean.class);
        this.buffers = ManagementFactory.getPlatformMXBeans(connection, BufferPoolMXBean.class);
        this.heapPools = ManagementFactory.getPlatformMXBeans(connection, MemoryPoolMXBean.class).stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toUnmodifiableSet());
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
        return process.status("VmRSS");
    }

    /** The most resident memory that it has had, in bytes; empty where there is no {@code /proc}. */
    OptionalLong peakResidentBytes() {
        return process.status("VmHWM");
    }

    /** What it holds now. */
    Vitals vitals() {
        return new Vitals(
                residentBytes().orElse(0),
                process.status("Threads").orElse(0),
                process.openFiles().orElse(0),
                heapAfterCollection(),
                buffers.stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum());
    }

    private long heapAfterCollection() {
        return collectors.stream()
                .map(GarbageCollectorMXBean::getLastGcInfo)
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(GcInfo::getEndTime))
                .map(last -> last.getMemoryUsageAfterGc().entrySet().stream()
                        .filter(pool -> heapPools.contains(pool.getKey()))
                        .mapToLong(pool -> pool.getValue().getUsed())
                        .sum())
                .orElse(0L);
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
