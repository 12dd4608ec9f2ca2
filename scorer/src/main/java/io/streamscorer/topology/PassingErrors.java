package io.streamscorer.topology;

import java.util.List;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.jspecify.annotations.Nullable;

/** The errors of a producer after which Kafka has a transaction aborted, and what it held written anew. */
public final class PassingErrors {
    private static final List<Class<? extends Exception>> KINDS = List.of(
            RetriableException.class,
            TransactionAbortableException.class,
            InvalidPidMappingException.class,
            OutOfOrderSequenceException.class);

    private PassingErrors() {}

    /** Whether the error itself is one, whatever its cause. */
    public static boolean contain(@Nullable Throwable error) {
        return KINDS.stream().anyMatch(kind -> kind.isInstance(error));
    }
}
