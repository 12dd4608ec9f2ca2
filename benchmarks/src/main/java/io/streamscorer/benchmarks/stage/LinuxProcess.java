package io.streamscorer.benchmarks.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * A process as Linux shows it under {@code /proc}; elsewhere, and once it has ended, it shows nothing. Immutable.
 *
 * @param directory its directory there
 */
record LinuxProcess(Path directory) {
    static LinuxProcess of(long pid) {
        return new LinuxProcess(Path.of("/proc", Long.toString(pid)));
    }

    /**
     * A number in the file {@code status}, in bytes where the file gives kilobytes.
     *
     * @param field its name there, for example {@code VmRSS}
     */
    OptionalLong status(String field) {
        try {
            return value(Files.readAllLines(directory.resolve("status")), field);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** How many files and sockets it has open. */
    OptionalLong openFiles() {
        try (var handles = Files.list(directory.resolve("fd"))) {
            return OptionalLong.of(handles.count());
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong value(List<String> lines, String field) {
        return lines.stream()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .mapToLong(text -> text.endsWith(" kB")
                        ? Long.parseLong(text.substring(0, text.length() - 3).strip()) * 1024
                        : Long.parseLong(text))
                .findFirst();
    }
}
