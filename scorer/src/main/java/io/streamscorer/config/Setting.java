package io.streamscorer.config;

/**
 * One setting as it was given.
 *
 * @param key the key, as Kafka or the scorer spells it
 * @param written the value as it stands in the file or the environment; a reference such as {@code ${env:TOKEN}} is not a secret
 * @param value the value with such references resolved; may be a secret
 * @param origin where it was given, for a person: {@code scorer.properties:12} or {@code environment variable SCORER_HTTP_PORT}
 */
record Setting(String key, String written, String value, String origin) {
    /** Key and origin, as messages begin. */
    String place() {
        return key + " (" + origin + ")";
    }

    /** Whether the value came, in part at least, from a config provider. */
    boolean isResolved() {
        return !written.equals(value);
    }

    Setting withValue(String resolved) {
        return new Setting(key, written, resolved, origin);
    }
}
