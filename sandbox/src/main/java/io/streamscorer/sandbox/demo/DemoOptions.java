package io.streamscorer.sandbox.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The demo's command line, filled by picocli. */
final class DemoOptions {
    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long events are sent, such as 30s or 5m; without it until Ctrl-C.")
    @Nullable
    Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "EVENTS",
            defaultValue = "1000",
            description = "Events per second (default: ${DEFAULT-VALUE}).")
    double rate;

    @Option(
            names = "--broken",
            paramLabel = "SHARE",
            defaultValue = "0.005",
            description = "The share of events that are broken, from 0 to 1 (default: ${DEFAULT-VALUE}).")
    double broken;

    @Option(
            names = "--partitions",
            paramLabel = "COUNT",
            defaultValue = "6",
            description = "Partitions of each topic (default: ${DEFAULT-VALUE}).")
    int partitions;

    @Option(
            names = "--threads",
            paramLabel = "COUNT",
            defaultValue = "2",
            description = "The scorer's stream threads (default: ${DEFAULT-VALUE}).")
    int threads;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            defaultValue = "1",
            description = "What the simulated transactions are drawn from (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            defaultValue = "sandbox/model/card-fraud",
            description = "The model package (default: ${DEFAULT-VALUE}).")
    Path model = Path.of("");

    @Option(
            names = "--scorer",
            paramLabel = "DIR",
            required = true,
            description = "The scorer's distribution, which holds bin/scorer; the script passes it.")
    Path scorer = Path.of("");

    @Option(
            names = "--broker-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The broker's port, 0 for a free one (default: ${DEFAULT-VALUE}).")
    int brokerPort;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The schema registry's port, 0 for a free one (default: ${DEFAULT-VALUE}).")
    int registryPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "The port of the scorer's health and metrics, 0 for a free one (default: ${DEFAULT-VALUE}).")
    int httpPort;

    @Option(
            names = "--live",
            negatable = true,
            description = "Redraw the view in place; the script says so when its output is a terminal.")
    boolean live;

    @Option(names = "--keep", description = "Keep the temporary directory, with settings, logs and the broker's files.")
    boolean keep;

    /** What is wrong with the values, one line each; empty when nothing is. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        check(problems, rate > 0 && rate <= 1e6, "--rate must be more than 0 and at most 1000000, not " + rate);
        check(problems, broken >= 0 && broken <= 1, "--broken must be from 0 to 1, not " + broken);
        check(problems, partitions >= 1, "--partitions must be at least 1, not " + partitions);
        check(problems, threads >= 1, "--threads must be at least 1, not " + threads);
        for (int port : new int[] {brokerPort, registryPort, httpPort}) {
            check(problems, port >= 0 && port <= 65_535, "A port must be from 0 to 65535, not " + port);
        }
        check(
                problems,
                model.resolve("model.yaml").toFile().isFile(),
                "--model must be a folder that holds model.yaml: " + model.toAbsolutePath());
        check(
                problems,
                scorer.resolve("bin/scorer").toFile().isFile(),
                "--scorer must be a folder that holds bin/scorer: " + scorer.toAbsolutePath());
        return problems;
    }

    private static void check(List<String> problems, boolean holds, String problem) {
        if (!holds) {
            problems.add(problem);
        }
    }

    /** Reads a time such as {@code 500ms}, {@code 30s}, {@code 5m} or {@code 1h}. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

        @Override
        public Duration convert(String text) {
            Matcher time = TIME.matcher(text);
            if (!time.matches()) {
                throw new TypeConversionException(
                        "\"" + text + "\" is no time: expected a number and ms, s, m or h, such as 30s");
            }
            long amount = Long.parseLong(time.group(1));
            return switch (time.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                default -> Duration.ofHours(amount);
            };
        }
    }
}
