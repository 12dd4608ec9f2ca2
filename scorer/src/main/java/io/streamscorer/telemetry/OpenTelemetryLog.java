package io.streamscorer.telemetry;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries OpenTelemetry's warnings, which it writes by {@code java.util.logging} and no more than a few a minute, into the scorer's log. Thread-safe. */
final class OpenTelemetryLog extends Handler {
    private static final Logger LOG = LoggerFactory.getLogger(OpenTelemetryLog.class);

    /** Held, since loggers that nobody holds are made anew, without a handler. */
    private static final java.util.logging.Logger SOURCE = java.util.logging.Logger.getLogger("io.opentelemetry");

    private static final OpenTelemetryLog INSTANCE = new OpenTelemetryLog();

    private final SimpleFormatter formatter = new SimpleFormatter();

    private OpenTelemetryLog() {}

    /** Takes the place of the console. */
    static synchronized void install() {
        SOURCE.removeHandler(INSTANCE);
        SOURCE.addHandler(INSTANCE);
        SOURCE.setUseParentHandlers(false);
    }

    @Override
    public void publish(LogRecord entry) {
        if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
            LOG.warn("Tracing: {}", formatter.formatMessage(entry));
        }
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
