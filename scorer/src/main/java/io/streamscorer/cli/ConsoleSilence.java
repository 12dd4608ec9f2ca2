package io.streamscorer.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Keeps log lines from the console while a command says the same in its own words, once and not at each try. Who sets {@code
 * SCORER_LOG_LEVEL} wants to see more, and does. Not thread-safe.
 */
final class ConsoleSilence {
    /*
     * Design. Levels are set and set back. A TurboFilter that is there for a second only would do as well, but the code that asks whether a
     * level is enabled is compiled with it in mind and stays slower for good: Kafka's producer asks several times for each record, and with it
     * 3.6 % of the samples that a profiler took of the scorer were there.
     */
    private static final List<String> CLIENTS =
            List.of("org.apache.kafka.clients", "io.confluent", "io.streamscorer.registry");

    private ConsoleSilence() {}

    /** For work whose result is all that there is to say. */
    static <T> T complete(Supplier<T> work) {
        return during(List.of(Logger.ROOT_LOGGER_NAME), work);
    }

    /** For work that says itself when brokers or schema registry are away; their clients warn at each try. */
    static <T> T ofClients(Supplier<T> work) {
        return during(CLIENTS, work);
    }

    private static <T> T during(List<String> silenced, Supplier<T> work) {
        if (System.getenv("SCORER_LOG_LEVEL") != null
                || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext logback)) {
            return work.get();
        }
        Map<Logger, @Nullable Level> before = new LinkedHashMap<>();
        silenced.forEach(name -> logback.getLogger(name));
        for (Logger logger : logback.getLoggerList()) {
            boolean named = silenced.contains(logger.getName());
            if (named || (logger.getLevel() != null && silenced.stream().anyMatch(name -> isBelow(logger, name)))) {
                before.put(logger, logger.getLevel());
                logger.setLevel(Level.OFF);
            }
        }
        try {
            return work.get();
        } finally {
            before.forEach(Logger::setLevel);
        }
    }

    private static boolean isBelow(Logger logger, String ancestor) {
        return ancestor.equals(Logger.ROOT_LOGGER_NAME) || logger.getName().startsWith(ancestor + ".");
    }
}
