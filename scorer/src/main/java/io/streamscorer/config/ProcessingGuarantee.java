package io.streamscorer.config;

import java.util.Locale;

/** How often an event is answered when a process or a broker fails, by Kafka Streams' names. */
public enum ProcessingGuarantee {
    /** Each event has exactly one answer for readers with {@code isolation.level=read_committed}. */
    EXACTLY_ONCE_V2,
    /** Each event has one answer or more. */
    AT_LEAST_ONCE;

    /** The name in settings, for example {@code exactly_once_v2}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ProcessingGuarantee of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
