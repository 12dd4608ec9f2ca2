package io.streamscorer.config;

import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * The settings of Confluent's schema registry client, by its own names (its class {@code SchemaRegistryClientConfig}). All may be written
 * under {@code schema.registry.}; those of authentication also without it.
 */
final class RegistryDefinitions {
    static final String PREFIX = "schema.registry.";
    static final String BASIC_SOURCE = "basic.auth.credentials.source";
    static final String BASIC_USER_INFO = "basic.auth.user.info";
    static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    static final String BEARER_TOKEN = "bearer.auth.token";

    private static final ConfigDef DEFINITION = define();

    private RegistryDefinitions() {}

    /** The definition; its keys are without the prefix {@code schema.registry.}. */
    static ConfigDef definition() {
        return DEFINITION;
    }

    /** Whether the key is for the registry's client. */
    static boolean owns(String key) {
        return key.startsWith(PREFIX) || isAuthentication(key);
    }

    /** The key without the prefix. */
    static String plain(String key) {
        return key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
    }

    /** Every key in every form that it may be written in. */
    static Set<String> allKeys() {
        Set<String> keys = new TreeSet<>();
        for (String name : DEFINITION.names()) {
            keys.add(PREFIX + name);
            if (isAuthentication(name)) {
                keys.add(name);
            }
        }
        return keys;
    }

    private static boolean isAuthentication(String key) {
        return key.startsWith("basic.auth.") || key.startsWith("bearer.auth.");
    }

    private static ConfigDef define() {
        ConfigDef definition = new ConfigDef();
        text(
                definition,
                BASIC_SOURCE,
                BEARER_SOURCE,
                "bearer.auth.issuer.endpoint.url",
                "bearer.auth.client.id",
                "bearer.auth.scope",
                "bearer.auth.scope.claim.name",
                "bearer.auth.sub.claim.name",
                "bearer.auth.logical.cluster",
                "bearer.auth.identity.pool.id",
                "bearer.auth.custom.provider.class",
                "proxy.host");
        for (String secret : new String[] {BASIC_USER_INFO, BEARER_TOKEN, "bearer.auth.client.secret"}) {
            definition.define(secret, Type.PASSWORD, "", Importance.HIGH, "");
        }
        number(
                definition,
                Type.INT,
                "http.connect.timeout.ms",
                "http.read.timeout.ms",
                "proxy.port",
                "missing.cache.size");
        number(definition, Type.SHORT, "bearer.auth.cache.expiry.buffer.seconds");
        number(
                definition,
                Type.LONG,
                "missing.id.cache.ttl.sec",
                "missing.version.cache.ttl.sec",
                "missing.schema.cache.ttl.sec");
        return definition.withClientSslSupport();
    }

    private static void text(ConfigDef definition, String... names) {
        for (String name : names) {
            definition.define(name, Type.STRING, "", Importance.MEDIUM, "");
        }
    }

    private static void number(ConfigDef definition, Type type, String... names) {
        for (String name : names) {
            definition.define(name, type, "0", Importance.LOW, "");
        }
    }
}
