package io.streamscorer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.failure.SetupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigProblemsTest {
    @TempDir
    Path directory;

    SettingsFixture settings;

    @BeforeEach
    void createFixture() {
        settings = new SettingsFixture(directory);
    }

    @Test
    void shouldReportAllProblemsAtOnceWithTheirPlaces() {
        // given
        Map<String, String> environment = Map.of("SCORER_HTTP_PROT", "80", "SCORER_MODEL_THREADS", "none");

        // when
        var problems = settings.problems(
                environment, "http.port=99999", "batch.max.record=10", "acks=1", "num.stream.threads=abc");

        // then
        assertThat(problems)
                .containsExactly(
                        "Environment variable SCORER_HTTP_PROT: names no setting. Did you mean SCORER_HTTP_PORT (http.port)?",
                        "http.port (scorer.properties:8): expected a whole number from 0 to 65535, is '99999': it is out of this range",
                        "batch.max.record (scorer.properties:9): is no known setting. Did you mean batch.max.records?",
                        "acks (scorer.properties:10): expected -1 or all, is '1': with fewer acknowledgements a broker's failure can lose"
                                + " predictions. Remove it.",
                        "num.stream.threads (scorer.properties:11): expected a whole number of 32 bits, is 'abc'",
                        "model.threads (environment variable SCORER_MODEL_THREADS): expected a whole number from 1 to 1024, is 'none'");
    }

    @Test
    void shouldSayWhatIsMissingAndHowToSetIt() throws Exception {
        // given
        Path empty = Files.createFile(directory.resolve("empty.properties"));

        // when
        assertThatThrownBy(() -> ScorerConfig.load(empty, Map.of()))
                // then
                .isInstanceOfSatisfying(
                        SetupException.class,
                        e -> assertThat(e.problems())
                                .hasSize(7)
                                .contains(
                                        "bootstrap.servers: is not set. Expected host:port, or several joined by commas. Set it in"
                                                + " empty.properties or as environment variable SCORER_BOOTSTRAP_SERVERS."));
    }

    @Test
    void shouldSayThatTheFileIsMissing() {
        // given
        Path missing = directory.resolve("missing.properties");

        // when
        assertThatThrownBy(() -> ScorerConfig.load(missing, Map.of()))
                // then
                .isInstanceOfSatisfying(
                        SetupException.class,
                        e -> assertThat(e.problems().get(0))
                                .isEqualTo("Settings file " + missing
                                        + ": expected a properties file, but there is none at " + missing
                                        + ". Check the path."));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            bootstrap.servers=host                | expected host:port, or several joined by commas, is 'host': 'host' is no host:port
            bootstrap.servers=host:99999          | 'host:99999' is no host:port
            bootstrap.servers=a:1,a:1             | 'a:1' stands in it twice
            application.id=a b                    | it is too long or has other characters
            input.topic=..                        | it is too long or has other characters
            output.topic=                         | is '': it is empty
            schema.registry.url=registry:8081     | 'registry:8081' is no such URL
            schema.registry.url=ftp://u:pw@host   | 'ftp://[hidden]@host' is no such URL
            input.schema=                         | expected a file that can be read, is ''
            input.schema=nowhere.avsc             | there is no such file at
            model.path=/no/such/directory         | expected a directory or file that exists, is '/no/such/directory': there is nothing at
            model.device=tpu                      | expected auto, cpu, gpu or gpu:N (N counts from 0), is 'tpu'
            model.threads=0                       | expected a whole number from 1 to 1024, is '0'
            batch.max.records=0                   | expected a whole number from 1 to 65536, is '0'
            tracing.otlp.endpoint=collector:4318  | 'collector:4318' is no such URL
            tracing.sample.ratio=1.5              | expected a number from 0 to 1, is '1.5': it is out of this range
            output.fields=a,,b                    | an element is empty
            output.fields=a..b                    | 'a..b' has an empty name
            processing.guarantee=exactly_once     | expected exactly_once_v2 or at_least_once, is 'exactly_once'
            auto.offset.reset=begin               | expected earliest, latest, none or by_duration:<ISO 8601 duration>, is 'begin'
            auto.register.schemas=yes             | expected true or false, is 'yes'
            topics.replication.factor=0           | expected -1 (the broker's default) or a whole number from 1 to 32767, is '0'
            linger.ms=-1                          | expected a whole number from 0, is '-1': it is below 0
            compression.type=zip                  | expected one of [none, gzip, snappy, lz4, zstd], is 'zip'
            security.protocol=FOO                 | expected one of [
            producer.linger.ms=soon               | expected a whole number from 0, is 'soon'
            rocksdb.config.setter=x.Y             | expected the name of a class on the class path, is 'x.Y'
            schema.registry.http.read.timeout.ms=a | expected a whole number of 32 bits, is 'a'
            bad=\\u12                             | expected key=value, but the line cannot be read
            """)
    void shouldSayWhatWasExpected(String line, String message) {
        // given one bad line

        // when
        var problems = settings.problems(line);

        // then
        assertThat(problems).anySatisfy(problem -> assertThat(problem).contains(message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            consumer.max.pol.records=1     | Did you mean consumer.max.poll.records?
            producer.max.poll.records=1    | is a known setting, but not one that goes under 'producer.'. Write it without the prefix.
            topic.retention.mss=1          | Did you mean topic.retention.ms?
            kafka.bootstrap.servers=a:1    | Did you mean bootstrap.servers?
            model_path=x                   | Did you mean model.path?
            my.thing=1                     | a Kafka plug-in's own setting goes under its client's prefix
            schema.registry.basic.auth.user.inf=a:b | Did you mean schema.registry.basic.auth.user.info?
            """)
    void shouldSuggestTheKeyThatIsMeant(String line, String message) {
        // given a misspelt key

        // when
        var problems = settings.problems(line);

        // then
        assertThat(problems)
                .singleElement()
                .asString()
                .contains("(scorer.properties:8): ")
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            deserialization.exception.handler=x         | the scorer decides itself which events become dead letters
            default.production.exception.handler=x      | the scorer decides itself which events become dead letters
            processing.exception.handler=x              | the scorer decides itself which events become dead letters
            errors.dead.letter.queue.topic.name=x       | name the topic for dead letters with dead.letter.topic
            default.timestamp.extractor=x               | keeps events with negative timestamps
            default.value.serde=x                       | its own serializers
            producer.value.serializer=x                 | its own serializers
            default.client.supplier=x                   | grouped by an interceptor
            processor.wrapper.class=x                   | nothing may stand between
            producer.partitioner.class=x                | event's partition number
            group.id=x                                  | named by application.id
            producer.transactional.id=x                 | makes it from application.id
            main.consumer.enable.auto.commit=true       | expected false, is 'true'
            consumer.isolation.level=read_uncommitted   | events of aborted transactions must not be scored
            producer.enable.idempotence=false           | written twice or out of order
            max.in.flight.requests.per.connection=6     | can change the order
            producer.acks=0                             | can lose predictions
            producer.retries=0                          | expected 1 or more, is '0'
            consumer.bootstrap.servers=a:1              | Set bootstrap.servers.
            consumer.client.id=a                        | Set client.id.
            consumer.group.protocol=classic             | Set group.protocol.
            admin.config.providers=env                  | Set config.providers.
            admin.bootstrap.controllers=a:1             | looked up on the brokers
            """)
    void shouldRefuseWhatCarriesAGuarantee(String line, String reason) {
        // given

        // when
        var problems = settings.problems(line);

        // then
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith(line.split("=")[0] + " (")
                .contains(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            output.topic=events                    | both are 'events': the predictions would be read as events
            dead.letter.topic=events               | dead letters would be read as events for ever
            dead.letter.topic=predictions          | could not tell predictions from dead letters
            retry.timeout.ms=300000                | expected less than max.poll.interval.ms, which is 300000, is 300000
            main.consumer.max.poll.interval.ms=1000 | expected less than max.poll.interval.ms, which is 1000, is 120000
            commit.interval.ms=10000               | expected less than producer.transaction.timeout.ms, which is 10000
            schema.registry.basic.auth.user.info=u:geheim | expected schema.registry.basic.auth.credentials.source=USER_INFO, which is not set
            bearer.auth.token=geheim               | expected bearer.auth.credentials.source=STATIC_TOKEN, which is not set
            """)
    void shouldCheckSettingsAgainstEachOther(String line, String message) {
        // given a line that is well by itself

        // when
        var problems = settings.problems(line);

        // then
        assertThat(problems).singleElement().asString().contains(message).doesNotContain("geheim");
    }

    @Test
    void shouldRefuseStaticMembersUnderTheStreamsProtocol() {
        // given

        // when
        var problems = settings.problems("group.protocol=streams", "consumer.group.instance.id=a");

        // then
        assertThat(problems).singleElement().asString().contains("group.protocol=streams, which has no static members");
    }

    @Test
    void shouldSayThatASettingIsGivenTwice() {
        // given

        // when
        var problems = settings.problems("http.port=1", "http.port=2");

        // then
        assertThat(problems)
                .containsExactly(
                        "http.port (scorer.properties:9): is set twice, first in scorer.properties:8. Remove one of the two.");
    }
}
