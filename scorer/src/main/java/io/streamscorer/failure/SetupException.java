package io.streamscorer.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thrown before the first record is consumed, when settings, model, schemas or topics do not fit together. Holds all problems that were
 * found, each a line that says what was expected, what is there and what to do; a table may
 * follow on further lines.
 */
public final class SetupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public SetupException(String problem) {
        this(List.of(problem));
    }

    public SetupException(String problem, @Nullable Throwable cause) {
        super(problem, cause);
        this.problems = List.of(problem);
    }

    public SetupException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems, at least one, in the order they were found. */
    public List<String> problems() {
        return problems;
    }
}
