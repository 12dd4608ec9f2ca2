package io.streamscorer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @TempDir
    Path directory;

    SettingsFixture settings;

    @BeforeEach
    void createFixture() {
        settings = new SettingsFixture(directory);
    }

    @Test
    void shouldResolveValuesFromConfigProviders() throws Exception {
        // given
        Path secrets = Files.writeString(directory.resolve("secrets.properties"), "password=from-file\n");
        Map<String, String> environment =
                Map.of("PORT", "81", "SCORER_SSL_KEY_PASSWORD", "${file:" + secrets + ":password}");

        // when
        ScorerConfig config = settings.load(
                environment, "config.providers=env,file", "http.port=${env:PORT}80", "client.id=${env:PORT}");

        // then
        assertThat(config.httpPort()).isEqualTo(8180);
        assertThat(config.streamsProperties())
                .containsEntry("ssl.key.password", new Password("from-file"))
                .containsEntry("client.id", "81")
                .doesNotContainKey("config.providers");
        assertThat(config.describe()).contains("http.port=${env:PORT}80").doesNotContain("from-file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl.jaas.config=geheim",
                "ssl.keystore.password=geheim",
                "producer.ssl.key.password=geheim",
                "schema.registry.ssl.truststore.password=geheim",
                "bearer.auth.client.secret=geheim",
                "consumer.plugin.api.key=geheim",
                "producer.plugin.token=geheim",
                "sasl.oauthbearer.client.credentials.client.secret=geheim",
                "sasl.oauthbearer.token.endpoint.url=https://user:geheim@host/",
                "schema.registry.proxy.host=http://user:geheim@host",
                "consumer.plugin.clientSecret=geheim",
                "producer.plugin.apiKey=geheim",
                "schema.registry.url=http://one:8081,http://user:geheim@two:8081",
                "schema.registry.url=http://user:81/geheim@host",
                "sasl.oauthbearer.token.endpoint.url=https://user:x@geheim@host/",
                "sasl.oauthbearer.token.endpoint.url=https://user:x/geheim@host/",
                "sasl.oauthbearer.token.endpoint.url=https://user:x,geheim@host/",
                "sasl.oauthbearer.token.endpoint.url=https://user:x geheim@host/"
            })
    void shouldHideSecretsInTheDescription(String line) {
        // given
        ScorerConfig config = settings.load(line);

        // when
        String description = config.describe();

        // then
        assertThat(description)
                .doesNotContain("geheim")
                .contains(line.substring(0, line.indexOf('=')) + "=")
                .contains("[hidden]");
        assertThat(config.toString()).doesNotContain("geheim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://user:x@geheim@host",
                "http://user:x/geheim@host",
                "http://user:x geheim@host",
                "http://user:x,geheim@host",
                "http://user:geheim,x@host",
                "http://one:8081,http://user:geheim@",
                "ftp://user:geheim@host",
                "user:geheim@host:8081"
            })
    void shouldHideAPasswordThatMakesAnAddressUnreadable(String address) {
        // given: a character in it that belongs to addresses themselves and is not escaped

        // when
        var problems = settings.problems("schema.registry.url=" + address);

        // then
        assertThat(problems).singleElement().asString().contains("[hidden]@").doesNotContain("geheim");
    }

    @Test
    void shouldDescribeTheSettingsInOneLine() {
        // given
        ScorerConfig config = settings.load("num.stream.threads=2", "basic.auth.credentials.source=URL");

        // when
        String description = config.describe();

        // then
        assertThat(description)
                .doesNotContain("\n")
                .contains("application.id=scorer, ")
                .contains("batch.max.records=512, ")
                .contains("bootstrap.servers=one:9092,two:9092, ")
                .contains("basic.auth.credentials.source=URL, ")
                .contains("num.stream.threads=2, ");
    }

    @Test
    void shouldSayWhichReferenceLeadsNowhere() {
        // given

        // when
        var problems = settings.problems(
                "config.providers=env,foo",
                "config.providers.bar.param.x=1",
                "ssl.key.password=${env:NOPE}",
                "http.host=${vault:a:b}");

        // then
        assertThat(problems)
                .containsExactly(
                        "config.providers (scorer.properties:8): names the provider 'foo', which is none of env, file and directory. Set"
                                + " config.providers.foo.class to its class.",
                        "config.providers.bar.param.x (scorer.properties:9): belongs to a config provider that config.providers does not"
                                + " name. Add 'bar' to config.providers or remove this line.",
                        "ssl.key.password (scorer.properties:10): refers to ${env:NOPE}, but the config provider 'env' has no such value.",
                        "http.host (scorer.properties:11): refers to ${vault:a:b}, but there is no config provider 'vault'. Add it to"
                                + " config.providers.");
    }

    @Test
    void shouldNotShowASecretThatIsNoNumber() {
        // given
        Map<String, String> environment = Map.of("PORT", "geheim");

        // when
        var problems = settings.problems(environment, "config.providers=env", "http.port=${env:PORT}");

        // then
        assertThat(problems)
                .containsExactly(
                        "http.port (scorer.properties:9): expected a whole number from 0 to 65535, is '${env:PORT}'");
    }
}
