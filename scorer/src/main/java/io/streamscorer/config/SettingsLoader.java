package io.streamscorer.config;

import io.streamscorer.failure.SetupException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.jspecify.annotations.Nullable;

/** Reads, overrides, resolves and checks the settings, and gathers all problems before it throws. Used once. */
final class SettingsLoader {
    private final Classification classification = new Classification();
    private final List<String> problems = new ArrayList<>();
    private final Set<String> faulty = new HashSet<>();
    private final Map<String, Object> own = new LinkedHashMap<>();
    private final Map<String, Object> kafka = new TreeMap<>();
    private final Map<String, Object> registry = new TreeMap<>();
    private final Map<String, String> topic = new TreeMap<>();

    /**
     * @throws SetupException with all problems
     */
    ScorerConfig load(@Nullable Path file, Map<String, String> environment) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        if (file != null) {
            SettingsFile.read(file, problems).forEach(setting -> settings.put(setting.key(), setting));
        }
        new EnvironmentSettings(classification.knownKeys())
                .read(environment, problems)
                .forEach(setting -> settings.put(setting.key(), setting));
        resolve(settings, environment);
        settings.values().forEach(this::accept);
        addDefaults(settings.keySet(), file);
        if (problems.isEmpty()) {
            new CrossChecks(own, kafka, registry, settings).run(problems);
        }
        if (!problems.isEmpty()) {
            throw new SetupException(problems);
        }
        return new ScorerConfig(own, kafka, registry, topic, description(settings));
    }

    private void resolve(Map<String, Setting> settings, Map<String, String> environment) {
        try (ValueProviders providers = new ValueProviders(settings, environment, problems)) {
            settings.replaceAll((key, setting) -> {
                int before = problems.size();
                Setting resolved = ValueProviders.isProviderKey(key) ? setting : providers.resolve(setting, problems);
                if (problems.size() > before) {
                    faulty.add(key);
                }
                return resolved;
            });
        }
    }

    private void accept(Setting setting) {
        classification.problem(setting).ifPresent(problem -> {
            problems.add(problem);
            faulty.add(setting.key());
        });
        if (faulty.contains(setting.key())) {
            return;
        }
        List<ConfigKey> definitions = classification.definitions(setting.key());
        switch (classification.reader(setting.key())) {
            case SCORER -> put(own, setting, definitions.get(0));
            case REGISTRY -> acceptRegistry(setting, definitions);
            case TOPIC ->
                topic.put(
                        setting.key().substring(KafkaDefinitions.TOPIC.length()),
                        setting.value().trim());
            case KAFKA -> acceptKafka(setting, definitions);
            case CONFIG_PROVIDER, NOBODY -> {}
        }
    }

    private void acceptKafka(Setting setting, List<ConfigKey> definitions) {
        String fixed = FixedSettings.problem(setting).orElse(null);
        if (fixed != null) {
            problems.add(fixed);
            return;
        }
        int before = problems.size();
        Object value = setting.value().trim();
        for (ConfigKey definition : definitions) {
            Object parsed = problems.size() > before ? null : ValueReader.read(setting, definition, problems);
            if (parsed != null) {
                value = handedOver(definition, parsed, setting);
            }
        }
        if (problems.size() == before && FixedSettings.isPassed(setting.key())) {
            kafka.put(setting.key(), value);
        }
    }

    /**
     * Booleans, numbers and passwords go to Kafka as what they are: Kafka Streams casts some without parsing, and passwords stay out of its
     * logs. The rest stays text, which every part of Kafka parses by itself.
     */
    private static Object handedOver(ConfigKey definition, Object parsed, Setting setting) {
        return switch (definition.type) {
            case BOOLEAN, INT, SHORT, LONG, DOUBLE, PASSWORD -> parsed;
            case STRING, LIST, CLASS -> setting.value().trim();
        };
    }

    /** Numbers go to the registry's client as what they are; it casts texts, secrets too, to strings. */
    private void acceptRegistry(Setting setting, List<ConfigKey> definitions) {
        Object value = setting.value().trim();
        for (ConfigKey definition : definitions) {
            Object parsed = ValueReader.read(setting, definition, problems);
            if (parsed == null) {
                return;
            }
            value = parsed instanceof Number ? parsed : value;
        }
        registry.put(setting.key(), value);
    }

    private void put(Map<String, Object> target, Setting setting, ConfigKey definition) {
        Object value = ValueReader.read(setting, definition, problems);
        if (value != null) {
            target.put(setting.key(), value);
        }
    }

    private void addDefaults(Set<String> given, @Nullable Path file) {
        for (ConfigKey key : OwnSettings.definition().configKeys().values()) {
            if (given.contains(key.name)) {
                continue;
            }
            if (key.hasDefault()) {
                Object value = key.defaultValue == null ? dependentDefault(key.name) : key.defaultValue;
                if (value != null) {
                    own.put(key.name, value);
                }
            } else {
                problems.add(key.name + ": is not set. Expected " + ValueReader.expected(key) + ". Set it "
                        + (file == null ? "" : "in " + file.getFileName() + " or ") + "as environment variable "
                        + EnvironmentSettings.variable(key.name) + ".");
            }
        }
    }

    private @Nullable Object dependentDefault(String key) {
        Object guarantee = own.get(OwnSettings.PROCESSING_GUARANTEE);
        return guarantee == null ? null : OwnSettings.dependentDefault(key, ProcessingGuarantee.of((String) guarantee));
    }

    private Map<String, String> description(Map<String, Setting> settings) {
        Map<String, String> shown = new TreeMap<>();
        own.forEach((key, value) ->
                shown.put(key, Secrets.withoutUserInfo(value instanceof List<?> list ? join(list) : value.toString())));
        settings.forEach((key, setting) -> {
            List<ConfigKey> definitions = classification.definitions(key);
            shown.put(
                    key,
                    Secrets.shown(setting, definitions.isEmpty() ? ConfigDef.Type.STRING : definitions.get(0).type));
        });
        return shown;
    }

    private static String join(List<?> list) {
        return String.join(",", list.stream().map(Object::toString).toList());
    }
}
