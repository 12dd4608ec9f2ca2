package io.streamscorer.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where, when and how figures were measured.
 *
 * @param time when the run ended, in UTC
 * @param commit the commit of the sources; ends in {@code -changed} where files differed from it
 * @param command what was typed
 * @param processor the processor's name
 * @param cores how many cores the JVM sees
 * @param memoryBytes the machine's memory
 * @param system the operating system
 * @param java the Java that all processes ran on
 * @param options the options of the contestants' JVMs
 */
public record Environment(
        String time,
        String commit,
        String command,
        String processor,
        int cores,
        long memoryBytes,
        String system,
        String java,
        List<String> options) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    public Environment {
        options = List.copyOf(options);
    }

    /**
     * This machine, now.
     *
     * @param commit of the sources
     * @param command what was typed
     * @param options the options of the contestants' JVMs
     */
    public static Environment here(String commit, String command, List<String> options) {
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return new Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                commit,
                command,
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize(),
                System.getProperty("os.name") + " " + system.getArch(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                options);
    }

    private static String processorName() {
        try {
            return Files.readAllLines(PROCESSORS).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
