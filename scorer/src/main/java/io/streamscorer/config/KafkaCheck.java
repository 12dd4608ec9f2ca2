package io.streamscorer.config;

import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Kafka's own check of one of its settings, with words for what it expects. */
record KafkaCheck(ConfigDef definition, String key, String expected) implements Validator {
    @Override
    public void ensureValid(String name, @Nullable Object value) {
        try {
            Objects.requireNonNull(definition.configKeys().get(key), key)
                    .validator
                    .ensureValid(name, value);
        } catch (ConfigException e) {
            throw new ConfigException("it is none of these");
        }
    }

    @Override
    public String toString() {
        return expected;
    }
}
