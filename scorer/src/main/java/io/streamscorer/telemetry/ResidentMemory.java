package io.streamscorer.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The physical memory that the process takes, Java's heap and what lies outside of it together. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String KEY = "VmRSS:";
    private static final int BYTES_PER_KIB = 1024;

    private ResidentMemory() {}

    /** In bytes, as Linux tells it (proc_pid_status(5)); NaN elsewhere. */
    static double bytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(KEY)) {
                    return Double.parseDouble(line.substring(KEY.length()).replace("kB", "")) * BYTES_PER_KIB;
                }
            }
        } catch (IOException e) {
            return Double.NaN;
        }
        return Double.NaN;
    }
}
