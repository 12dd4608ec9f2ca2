package io.streamscorer.config;

import java.util.Locale;

/** How often an event is answered when a process or a broker fails, by Kafka Streams' names. */
public enum ProcessingGuarantee {
    /** Each event has exactly one answer for readers with {@code isolation.level=read_committed}. */
    EXACTLY_ONCE_V2(100),
    /** Each event has one answer or more. */
    AT_LEAST_ONCE(1_000);

    private final long commitIntervalMillis;

    ProcessingGuarantee(long commitIntervalMillis) {
        this.commitIntervalMillis = commitIntervalMillis;
    }

    /**
     * How often it is committed unless the user says, in milliseconds. Transactions show predictions by committing, so they are short. Without
     * them a prediction is visible when it is written, and all that a commit brings about is a pause, in which what was sent is waited for.
     */
    long commitIntervalMillis() {
        return commitIntervalMillis;
    }

    /** The name in settings, for example {@code exactly_once_v2}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ProcessingGuarantee of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
