package io.streamscorer.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.jspecify.annotations.Nullable;

/** Who reads a setting: by its key alone. */
final class Classification {
    /** The readers. */
    enum Reader {
        SCORER,
        CONFIG_PROVIDER,
        REGISTRY,
        TOPIC,
        KAFKA,
        NOBODY
    }

    private static final Set<String> PROVIDER_KEYS = Set.of(
            "config.providers",
            "config.providers.env.param.allowlist.pattern",
            "config.providers.file.param.allowed.paths",
            "config.providers.directory.param.allowed.paths");

    private static final int PLUG_IN_LIMIT = 2;

    private final ConfigDef own = OwnSettings.definition();
    private final Set<String> known = new TreeSet<>(KafkaDefinitions.allKeys());

    Classification() {
        known.addAll(RegistryDefinitions.allKeys());
        known.addAll(PROVIDER_KEYS);
        known.addAll(own.names());
    }

    /** Every key that is known by name. */
    Set<String> knownKeys() {
        return known;
    }

    Reader reader(String key) {
        if (own.names().contains(key)) {
            return Reader.SCORER;
        }
        if (ValueProviders.isProviderKey(key)) {
            return Reader.CONFIG_PROVIDER;
        }
        if (RegistryDefinitions.owns(key)) {
            return Reader.REGISTRY;
        }
        if (key.startsWith(KafkaDefinitions.TOPIC)) {
            return Reader.TOPIC;
        }
        boolean kafka = key.startsWith(KafkaDefinitions.CLIENT_TAG)
                || !KafkaDefinitions.clientPrefix(key).isEmpty()
                || !KafkaDefinitions.definitions(key).isEmpty();
        return kafka ? Reader.KAFKA : Reader.NOBODY;
    }

    /** The key's definitions; empty for a plug-in's own key. */
    List<ConfigKey> definitions(String key) {
        return switch (reader(key)) {
            case SCORER -> List.of(own.configKeys().get(key));
            case REGISTRY -> {
                ConfigKey found = RegistryDefinitions.definition().configKeys().get(RegistryDefinitions.plain(key));
                yield found == null ? List.of() : List.of(found);
            }
            case KAFKA -> KafkaDefinitions.definitions(key);
            case CONFIG_PROVIDER, TOPIC, NOBODY -> List.of();
        };
    }

    /** What is wrong with the key, if anything. */
    Optional<String> problem(Setting setting) {
        String key = setting.key();
        return switch (reader(key)) {
            case SCORER, CONFIG_PROVIDER -> Optional.empty();
            case REGISTRY ->
                misspelt(setting, known.contains(key) ? null : near(key, RegistryDefinitions.allKeys(), PLUG_IN_LIMIT));
            case TOPIC -> misspelt(setting, nearUnder(key, KafkaDefinitions.TOPIC, KafkaDefinitions.topicKeys()));
            case KAFKA -> key.startsWith(KafkaDefinitions.CLIENT_TAG) ? Optional.empty() : clientProblem(setting);
            case NOBODY -> Optional.of(unknown(setting));
        };
    }

    private Optional<String> clientProblem(Setting setting) {
        String prefix = KafkaDefinitions.clientPrefix(setting.key());
        if (prefix.isEmpty()) {
            return Optional.empty();
        }
        String suffix = setting.key().substring(prefix.length());
        boolean elsewhere = !KafkaDefinitions.clientKeys(prefix).contains(suffix) && known.contains(suffix);
        return elsewhere
                ? Optional.of(setting.place() + ": '" + suffix + "' is a known setting, but not one that goes under '"
                        + prefix + "'. Write it without the prefix.")
                : misspelt(setting, nearUnder(setting.key(), prefix, KafkaDefinitions.clientKeys(prefix)));
    }

    private static @Nullable String nearUnder(String key, String prefix, Set<String> suffixes) {
        String suffix = key.substring(prefix.length());
        String found = suffixes.contains(suffix) ? null : near(suffix, suffixes, PLUG_IN_LIMIT);
        return found == null ? null : prefix + found;
    }

    /** The near key, unless the key is so short that anything is near. */
    private static @Nullable String near(String key, Set<String> candidates, int limit) {
        return Suggestion.find(key, candidates, Math.min(limit, Suggestion.limitFor(key)))
                .orElse(null);
    }

    private static Optional<String> misspelt(Setting setting, @Nullable String meant) {
        return meant == null
                ? Optional.empty()
                : Optional.of(setting.place() + ": is no known setting. Did you mean " + meant + "?");
    }

    private String unknown(Setting setting) {
        return setting.place() + ": is no known setting."
                + Suggestion.find(setting.key(), known, Suggestion.limitFor(setting.key()))
                        .map(meant -> " Did you mean " + meant + "?")
                        .orElse(
                                " Remove it; a Kafka plug-in's own setting goes under its client's prefix: consumer., producer. or"
                                        + " admin.");
    }
}
