package io.streamscorer.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Keeps log lines from the console while a command says the same in its own words, once and not at each try. Who sets {@code
 * SCORER_LOG_LEVEL} wants to see more, and does. Thread-safe.
 */
final class ConsoleSilence extends TurboFilter {
    private final Predicate<String> silenced;

    private ConsoleSilence(Predicate<String> silenced) {
        this.silenced = silenced;
    }

    /** For work whose result is all that there is to say. */
    static <T> T complete(Supplier<T> work) {
        return during(logger -> true, work);
    }

    /** For work that says itself when brokers or schema registry are away; their clients warn at each try. */
    static <T> T ofClients(Supplier<T> work) {
        return during(
                logger -> logger.startsWith("org.apache.kafka.clients.")
                        || logger.startsWith("io.confluent.")
                        || logger.startsWith("io.streamscorer.registry."),
                work);
    }

    private static <T> T during(Predicate<String> silenced, Supplier<T> work) {
        if (System.getenv("SCORER_LOG_LEVEL") != null
                || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext logback)) {
            return work.get();
        }
        ConsoleSilence silence = new ConsoleSilence(silenced);
        logback.addTurboFilter(silence);
        try {
            return work.get();
        } finally {
            logback.getTurboFilterList().remove(silence);
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        return silenced.test(logger.getName()) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
