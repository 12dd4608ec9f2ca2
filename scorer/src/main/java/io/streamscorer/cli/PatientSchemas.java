package io.streamscorer.cli;

import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.scoring.WriterSchemas;
import java.time.Duration;
import org.apache.avro.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a writer's schema until the registry answers or {@code retry.timeout.ms} is over, and says meanwhile in readiness that the
 * registry is away. Thread-safe.
 */
final class PatientSchemas implements WriterSchemas {
    private static final Logger LOG = LoggerFactory.getLogger(PatientSchemas.class);
    private static final String REGISTRY = "registry";

    private final WriterSchemas registry;
    private final Duration patience;
    private final ProcessState state;

    /**
     * @param registry waits for a while on its own before it gives up
     * @param patience how long it is asked again
     * @param state told when the registry is away and back
     */
    PatientSchemas(WriterSchemas registry, Duration patience, ProcessState state) {
        this.registry = registry;
        this.patience = patience;
        this.state = state;
    }

    @Override
    public Schema schema(int id) throws RecordException {
        long start = System.nanoTime();
        boolean away = false;
        try {
            while (true) {
                try {
                    return registry.schema(id);
                } catch (UnavailableException e) {
                    Duration waited = Duration.ofNanos(System.nanoTime() - start);
                    if (waited.compareTo(patience) >= 0
                            || state.isStopping()
                            || Thread.currentThread().isInterrupted()) {
                        throw e;
                    }
                    away = true;
                    state.away(REGISTRY, String.valueOf(e.getMessage()));
                    LOG.warn(
                            "Waiting, for {} s more (retry.timeout.ms): {}",
                            patience.minus(waited).toSeconds(),
                            e.getMessage());
                }
            }
        } finally {
            if (away) {
                state.away(REGISTRY, null);
            }
        }
    }
}
