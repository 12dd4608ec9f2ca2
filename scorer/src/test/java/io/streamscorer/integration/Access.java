package io.streamscorer.integration;

import java.util.Map;
import java.util.TreeMap;

/** Ways in: the settings by which a scorer comes to the listeners of a {@link SecureBackbone} and through its registry's guard. */
final class Access {
    private final SecureBackbone backbone;

    Access(SecureBackbone backbone) {
        this.backbone = backbone;
    }

    /** TLS, the server's certificate alone. */
    Map<String, String> tls() {
        return to(SecureBackbone.TLS, "SSL", trust(""));
    }

    /** TLS with a certificate on each side, from files. */
    Map<String, String> mutualTls(String alias) {
        Map<String, String> settings = to(SecureBackbone.MUTUAL, "SSL", trust(""));
        settings.put(
                "ssl.keystore.location",
                backbone.certificates()
                        .keys(alias, SecureBackbone.KEYS_PASSWORD)
                        .toString());
        settings.put("ssl.keystore.password", SecureBackbone.KEYS_PASSWORD);
        settings.put("ssl.key.password", SecureBackbone.KEYS_PASSWORD);
        return settings;
    }

    /** TLS with a certificate on each side, as text in the settings. */
    Map<String, String> mutualTlsAsText() {
        Certificates certificates = backbone.certificates();
        Map<String, String> settings = to(SecureBackbone.MUTUAL, "SSL", Map.of());
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.key", certificates.keyText("client"));
        settings.put("ssl.keystore.certificate.chain", certificates.chainText("client"));
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.certificates", certificates.trustText());
        return settings;
    }

    /** User and password over TLS. */
    Map<String, String> scram(String user, String password) {
        Map<String, String> settings = to(SecureBackbone.SCRAM, "SASL_SSL", trust(""));
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + password + "\";");
        return settings;
    }

    /** A token over TLS, fetched with a client's secret. */
    Map<String, String> oauth(String secret) {
        Map<String, String> settings = to(SecureBackbone.OAUTH, "SASL_SSL", trust(""));
        settings.put("sasl.mechanism", "OAUTHBEARER");
        settings.put(
                "sasl.jaas.config", "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
        settings.put(
                "sasl.login.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
        settings.put("sasl.oauthbearer.token.endpoint.url", backbone.tokens().url());
        settings.put("sasl.oauthbearer.client.credentials.client.id", SecureBackbone.OAUTH_USER);
        settings.put("sasl.oauthbearer.client.credentials.client.secret", secret);
        return settings;
    }

    /** The registry with user and password over TLS. */
    Map<String, String> basicRegistry(String password) {
        Map<String, String> settings = trust("schema.registry.");
        settings.put("schema.registry.url", backbone.guard().url());
        settings.put("basic.auth.credentials.source", "USER_INFO");
        settings.put("basic.auth.user.info", "scorer:" + password);
        return settings;
    }

    /** The registry with a token over TLS. */
    Map<String, String> bearerRegistry(String token) {
        Map<String, String> settings = trust("schema.registry.");
        settings.put("schema.registry.url", backbone.guard().url());
        settings.put("bearer.auth.credentials.source", "STATIC_TOKEN");
        settings.put("bearer.auth.token", token);
        return settings;
    }

    private Map<String, String> to(String listener, String protocol, Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("bootstrap.servers", backbone.bootstrapServers(listener));
        settings.put("security.protocol", protocol);
        return settings;
    }

    private Map<String, String> trust(String prefix) {
        Map<String, String> settings = new TreeMap<>();
        settings.put(
                prefix + "ssl.truststore.location",
                backbone.certificates().trust(SecureBackbone.TRUST_PASSWORD).toString());
        settings.put(prefix + "ssl.truststore.password", SecureBackbone.TRUST_PASSWORD);
        settings.put(prefix + "ssl.truststore.type", "PKCS12");
        return settings;
    }
}
