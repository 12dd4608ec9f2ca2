package io.streamscorer.registry;

import io.confluent.kafka.schemaregistry.client.security.basicauth.BasicAuthCredentialProvider;
import io.confluent.kafka.schemaregistry.client.security.bearerauth.BearerAuthCredentialProvider;
import io.streamscorer.failure.SetupException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * The registry's settings in the form that Confluent's client takes, checked. Where the client would go on silently without
 * credentials or without checking a certificate's host name, this either does the safe thing or reports a problem.
 *
 * @param urls the registry's addresses without credentials, at least one
 * @param client what the client is configured with
 * @param headers additional request headers by name
 * @param secrets the credentials among the settings
 */
record RegistrySettings(List<String> urls, Map<String, Object> client, Map<String, String> headers, Secrets secrets) {
    private static final String PREFIX = "schema.registry.";
    private static final String URL = "schema.registry.url";
    private static final String HEADER_PREFIX = "request.header.";
    private static final String BASIC_SOURCE = "basic.auth.credentials.source";
    private static final String BASIC_USER_INFO = "basic.auth.user.info";
    private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    private static final String TOKEN_EXPIRY = "bearer.auth.cache.expiry.buffer.seconds";
    private static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
    private static final String READ_TIMEOUT = "http.read.timeout.ms";
    private static final String HOST_NAME_CHECK = "ssl.endpoint.identification.algorithm";

    /** The client's own are a minute each, which is long for a stream that waits. */
    private static final Map<String, Object> DEFAULTS = Map.of(CONNECT_TIMEOUT, "5000", READ_TIMEOUT, "10000");

    private static final List<String> MILLISECONDS = List.of(CONNECT_TIMEOUT, READ_TIMEOUT);
    private static final List<String> SECRET_WORDS = List.of(
            "password", "secret", "token", "user.info", "jaas.config", "ssl.keystore.key", "ssl.key.", "authorization");

    /**
     * Reads settings under Confluent's names.
     *
     * @param settings {@code schema.registry.url} and the client's settings, with or without the prefix {@code schema.registry.};
     *     with it wins. The {@code ssl.} settings are the registry's only with the prefix
     * @throws SetupException with every problem that was found
     */
    static RegistrySettings of(Map<String, ?> settings) {
        List<String> problems = new ArrayList<>();
        Map<String, Object> client = unprefixed(settings);
        RegistryUrls urls = RegistryUrls.parse(text(client.remove("url")), problems);
        checkAuthentication(client, urls.userInfo(), problems);
        checkNumbers(client, problems);
        if (!problems.isEmpty()) {
            throw new SetupException(problems);
        }
        Map<String, String> headers = new TreeMap<>();
        client.forEach((key, value) -> {
            if (key.startsWith(HEADER_PREFIX)) {
                headers.put(key.substring(HEADER_PREFIX.length()), String.valueOf(value));
            }
        });
        Secrets secrets = secrets(client, urls.userInfo());
        return new RegistrySettings(urls.urls(), forClient(client), Map.copyOf(headers), secrets);
    }

    /** The addresses as one text for messages. */
    String urlText() {
        return String.join(",", urls);
    }

    private static Map<String, Object> unprefixed(Map<String, ?> settings) {
        Map<String, Object> client = new HashMap<>(DEFAULTS);
        settings.forEach((key, value) -> {
            if (value != null && !key.startsWith(PREFIX) && !key.startsWith("ssl.") && !key.equals("url")) {
                client.put(key, plain(key, value));
            }
        });
        settings.forEach((key, value) -> {
            if (value != null && key.startsWith(PREFIX)) {
                String name = key.substring(PREFIX.length());
                client.put(name, plain(name, value));
            }
        });
        client.putIfAbsent(HOST_NAME_CHECK, "https");
        return client;
    }

    /** The client casts most settings to String; the ones inherited from the Kafka client keep their types. */
    private static Object plain(String key, Object value) {
        if (key.startsWith("sasl.")) {
            return value;
        }
        if (value instanceof Password password) {
            return password.value();
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return String.valueOf(value);
    }

    private static void checkAuthentication(
            Map<String, Object> client, @Nullable String urlUserInfo, List<String> problems) {
        String basic = text(client.get(BASIC_SOURCE));
        String bearer = text(client.get(BEARER_SOURCE));
        if (!basic.isEmpty() && !bearer.isEmpty()) {
            problems.add(
                    "expected one of " + BASIC_SOURCE + " and " + BEARER_SOURCE + ", but both are set; remove one");
            return;
        }
        if (bearer.isEmpty() && urlUserInfo != null && (basic.isEmpty() || basic.equals("URL"))) {
            client.put(BASIC_SOURCE, "USER_INFO");
            client.put(BASIC_USER_INFO, urlUserInfo);
            return;
        }
        if (basic.isEmpty()
                && bearer.isEmpty()
                && !text(client.get(BASIC_USER_INFO)).isEmpty()) {
            problems.add(BASIC_USER_INFO + " is set, but " + BASIC_SOURCE
                    + " is not, so that no credentials would be sent; set " + BASIC_SOURCE + "=USER_INFO");
        }
        if (basic.equals("URL")) {
            problems.add(
                    BASIC_SOURCE + " is URL, but " + URL + " holds no user and password (http://user:password@host)");
        }
        if (basic.equals("USER_INFO") && text(client.get(BASIC_USER_INFO)).isEmpty()) {
            problems.add(
                    BASIC_SOURCE + " is USER_INFO, but " + BASIC_USER_INFO + " is not set; set it to user:password");
        }
        checkKnown(
                BASIC_SOURCE,
                basic,
                ServiceLoader.load(BasicAuthCredentialProvider.class, RegistrySettings.class.getClassLoader()).stream()
                        .map(provider -> provider.get().alias()),
                problems);
        checkKnown(
                BEARER_SOURCE,
                bearer,
                ServiceLoader.load(BearerAuthCredentialProvider.class, RegistrySettings.class.getClassLoader()).stream()
                        .map(provider -> provider.get().alias()),
                problems);
    }

    /** The client sends no credentials at all, and says nothing, when it does not know the source. */
    private static void checkKnown(String key, String source, Stream<String> aliases, List<String> problems) {
        if (source.isEmpty()) {
            return;
        }
        List<String> known = aliases.sorted().toList();
        if (!known.contains(source)) {
            problems.add(key + " is " + source + "; expected one of " + String.join(", ", known));
        }
    }

    private static void checkNumbers(Map<String, Object> client, List<String> problems) {
        for (String key : MILLISECONDS) {
            String value = text(client.get(key));
            if (!isNumber(value, 1, Integer.MAX_VALUE)) {
                problems.add(PREFIX + key + " is '" + value + "'; expected a number of milliseconds from 1");
            }
        }
        if (client.containsKey("proxy.port") && !isNumber(text(client.get("proxy.port")), 1, 65_535)) {
            problems.add(PREFIX + "proxy.port is '" + text(client.get("proxy.port")) + "'; expected a port");
        }
        if (client.containsKey(TOKEN_EXPIRY) && !isNumber(text(client.get(TOKEN_EXPIRY)), 0, Short.MAX_VALUE)) {
            problems.add(PREFIX + TOKEN_EXPIRY + " is '" + text(client.get(TOKEN_EXPIRY))
                    + "'; expected a number of seconds");
        }
    }

    private static boolean isNumber(String value, int min, int max) {
        try {
            int number = Integer.parseInt(value);
            return number >= min && number <= max;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Secrets secrets(Map<String, Object> client, @Nullable String urlUserInfo) {
        List<String> secrets = new ArrayList<>();
        client.forEach((key, value) -> {
            if (SECRET_WORDS.stream().anyMatch(key.toLowerCase(Locale.ROOT)::contains)) {
                secrets.add(value instanceof Password password ? password.value() : String.valueOf(value));
            }
        });
        if (urlUserInfo != null) {
            secrets.add(urlUserInfo);
        }
        for (String userInfo : List.of(text(client.get(BASIC_USER_INFO)), text(urlUserInfo))) {
            secrets.add(userInfo.substring(userInfo.indexOf(':') + 1));
        }
        return new Secrets(secrets);
    }

    /** The client reads its {@code ssl.} settings with the prefix only; its caches of what is missing are not used. */
    private static Map<String, Object> forClient(Map<String, Object> client) {
        Map<String, Object> typed = new HashMap<>();
        client.forEach((key, value) -> {
            if (key.startsWith("ssl.")) {
                typed.put(PREFIX + key, value);
            } else if (key.equals(TOKEN_EXPIRY)) {
                typed.put(key, Short.valueOf(text(value)));
            } else if (!key.startsWith("missing.")) {
                typed.put(key, value);
            }
        });
        return Map.copyOf(typed);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value).strip();
    }
}
