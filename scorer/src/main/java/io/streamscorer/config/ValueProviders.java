package io.streamscorer.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's config providers (KIP-297): {@code config.providers=env,file} makes {@code ${env:NAME}} and {@code ${file:/path:key}} stand for the
 * values they name. The names {@code env}, {@code file} and {@code directory} need no {@code .class}. What a provider returns is not
 * resolved again.
 */
final class ValueProviders implements AutoCloseable {
    static final String CONFIG_PROVIDERS = "config.providers";

    private final Map<String, ConfigProvider> providers = new LinkedHashMap<>();

    /** Opens the providers that the settings name; adds to {@code problems} what cannot be opened. */
    ValueProviders(Map<String, Setting> settings, Map<String, String> environment, List<String> problems) {
        Setting names = settings.get(CONFIG_PROVIDERS);
        if (names != null) {
            for (String name : names.value().trim().split("\\s*,\\s*")) {
                ConfigProvider provider = open(name, names, settings, environment, problems);
                if (provider != null) {
                    providers.put(name, provider);
                }
            }
        }
        for (Setting setting : settings.values()) {
            if (isProviderKey(setting.key()) && !setting.key().equals(CONFIG_PROVIDERS)) {
                String name =
                        setting.key().substring(CONFIG_PROVIDERS.length() + 1).split("\\.", 2)[0];
                if (names == null
                        || !List.of(names.value().trim().split("\\s*,\\s*")).contains(name)) {
                    problems.add(setting.place() + ": belongs to a config provider that " + CONFIG_PROVIDERS
                            + " does not name. Add '" + name + "' to " + CONFIG_PROVIDERS + " or remove this line.");
                }
            }
        }
    }

    /** Whether the key is {@code config.providers} or one below it. */
    static boolean isProviderKey(String key) {
        return key.equals(CONFIG_PROVIDERS) || key.startsWith(CONFIG_PROVIDERS + ".");
    }

    private static @Nullable ConfigProvider open(
            String name,
            Setting names,
            Map<String, Setting> settings,
            Map<String, String> environment,
            List<String> problems) {
        String prefix = CONFIG_PROVIDERS + "." + name + ".";
        Setting className = settings.get(prefix + "class");
        try {
            ConfigProvider provider = className == null
                    ? builtIn(name, environment)
                    : Utils.newInstance(className.value(), ConfigProvider.class);
            if (provider == null) {
                problems.add(names.place() + ": names the provider '" + name
                        + "', which is none of env, file and directory. Set " + prefix + "class to its class.");
                return null;
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            settings.forEach((key, setting) -> {
                if (key.startsWith(prefix + "param.")) {
                    parameters.put(key.substring(prefix.length() + "param.".length()), setting.value());
                }
            });
            provider.configure(parameters);
            return provider;
        } catch (ClassNotFoundException e) {
            problems.add((className == null ? names : className).place() + ": expected a class on the class path, is '"
                    + (className == null ? name : className.value()) + "'");
        } catch (RuntimeException e) {
            problems.add((className == null ? names : className).place() + ": the config provider '" + name
                    + "' cannot be opened: " + e.getMessage());
        }
        return null;
    }

    private static @Nullable ConfigProvider builtIn(String name, Map<String, String> environment) {
        return switch (name) {
            case "env" -> new EnvVarConfigProvider(environment);
            case "file" -> new FileConfigProvider();
            case "directory" -> new DirectoryConfigProvider();
            default -> null;
        };
    }

    /** Resolves the references in a setting's value; adds each one that leads nowhere to {@code problems}. */
    Setting resolve(Setting setting, List<String> problems) {
        Matcher matcher = ConfigTransformer.DEFAULT_PATTERN.matcher(setting.written());
        StringBuilder resolved = new StringBuilder();
        while (matcher.find()) {
            String path = matcher.group(3) == null ? "" : matcher.group(3);
            String value = value(matcher.group(1), path, matcher.group(4), setting, matcher.group(), problems);
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(value == null ? matcher.group() : value));
        }
        matcher.appendTail(resolved);
        return setting.withValue(resolved.toString());
    }

    private @Nullable String value(
            String name, String path, String key, Setting setting, String reference, List<String> problems) {
        ConfigProvider provider = providers.get(name);
        if (provider == null) {
            problems.add(setting.place() + ": refers to " + reference + ", but there is no config provider '" + name
                    + "'. Add it to " + CONFIG_PROVIDERS + ".");
            return null;
        }
        try {
            String value = provider.get(path, Set.of(key)).data().get(key);
            if (value == null) {
                problems.add(setting.place() + ": refers to " + reference + ", but the config provider '" + name
                        + "' has no such value.");
            }
            return value;
        } catch (ConfigException e) {
            problems.add(setting.place() + ": refers to " + reference + ", which cannot be read: " + e.getMessage());
            return null;
        }
    }

    @Override
    public void close() {
        List<Exception> failures = new ArrayList<>();
        for (ConfigProvider provider : providers.values()) {
            try {
                provider.close();
            } catch (java.io.IOException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("A config provider cannot be closed", failures.get(0));
        }
    }
}
