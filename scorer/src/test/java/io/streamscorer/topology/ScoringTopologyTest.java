package io.streamscorer.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.registry.WireFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class ScoringTopologyTest {
    private static final ScoringTopology SHAPE =
            new ScoringTopology("events", "predictions", "dead-letters", 4, new InputProgress());

    private final AtomicInteger modelCalls = new AtomicInteger();
    private final List<FailureCategory> buried = new ArrayList<>();
    private AnswerLimits limits = ofSizes(1_000, 1_000);
    private ThreadScorers scorers;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> input;
    private TestOutputTopic<byte[], byte[]> predictions;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    @BeforeEach
    void open() {
        scorers = new ThreadScorers(() -> Doubler.scorer(modelCalls::incrementAndGet));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        driver = new TopologyTestDriver(SHAPE.build(scorers, "doubler", "7", limits, buried::add), settings);
        input = driver.createInputTopic("events", new ByteArraySerializer(), new ByteArraySerializer());
        predictions = driver.createOutputTopic("predictions", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        deadLetters =
                driver.createOutputTopic("dead-letters", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void close() {
        driver.close();
        scorers.close();
    }

    @Test
    void shouldScoreAChunkOnceAndAnswerEachEventAsItComes() {
        // given
        ConsumerRecords<byte[], byte[]> poll = poll(6, new RecordHeaders());

        // when
        pipe(grouped(poll));

        // then
        assertThat(modelCalls).as("6 events in chunks of 4").hasValue(2);
        List<TestRecord<byte[], byte[]>> answers = predictions.readRecordsToList();
        assertThat(answers).hasSize(6);
        for (int i = 0; i < 6; i++) {
            assertThat(answers.get(i).key()).isEqualTo(("k" + i).getBytes(UTF_8));
            assertThat(answers.get(i).timestamp()).isEqualTo(1_000 + i);
            assertThat(answers.get(i).headers()).isEmpty();
        }
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void shouldTellHowManyEventsWaitAndPassOverMarkersOnceNoneDoes() {
        // given
        List<ConsumerRecord<byte[], byte[]>> runs =
                grouped(poll(6, new RecordHeaders())).records(Polls.EVENTS);

        // when / then
        assertThat(SHAPE.progress().waiting()).isEqualTo(6);
        assertThat(SHAPE.progress().next()).isEqualTo(Map.of(0, 0L));
        pipe(runs.subList(0, 1));
        assertThat(SHAPE.progress().waiting()).isEqualTo(2);
        assertThat(SHAPE.progress().next()).isEqualTo(Map.of(0, 4L));
        pipe(runs.subList(1, 3));
        assertThat(SHAPE.progress().waiting()).isZero();
        assertThat(SHAPE.progress().next()).isEqualTo(Map.of(0, 6L + Polls.MARKERS));
        ConsumerRecords<byte[], byte[]> unused =
                grouped(Polls.of(List.of(record(20, Doubler.value(1), new RecordHeaders()))));
        assertThat(SHAPE.progress().next()).isEqualTo(Map.of(0, 20L));
        close();
        assertThat(SHAPE.progress().next()).isEmpty();
        open();
    }

    @ParameterizedTest
    @CsvSource({"1", "-1"})
    void shouldBeginAnewFromTheLastCommitWhenNoBrokerSaysWhereAnAnswerGoes(int amount) {
        // given
        byte[] bytes = amount < 0 ? new byte[0] : Doubler.value(amount);
        TimeoutException silent = new TimeoutException("Topic predictions not present in metadata after 60000 ms.");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(ScoringProcessor.class);
        logger.setLevel(Level.WARN);
        logger.addAppender(log);

        // when / then
        assertThatThrownBy(() -> processWhereSinksFail(bytes, silent))
                .isInstanceOf(TaskMigratedException.class)
                .hasCause(silent);
        logger.detachAppender(log);
        logger.setLevel(null);
        assertThat(buried).isEmpty();
        assertThat(log.list)
                .singleElement()
                .hasToString("[WARN] The brokers do not say where answers go (Topic predictions not present in metadata"
                        + " after 60000 ms). What was not committed is scored again");
    }

    @Test
    void shouldEndWhenTheTopicOfTheAnswersIsGone() {
        // given
        TimeoutException gone = new TimeoutException("not present", new UnknownTopicOrPartitionException("gone"));

        // when / then: Kafka Streams' own exception handler makes an end of it
        assertThatThrownBy(() -> processWhereSinksFail(Doubler.value(1), gone)).isSameAs(gone);
    }

    private void processWhereSinksFail(byte[] bytes, RuntimeException failure) {
        ConsumerRecord<byte[], byte[]> record = grouped(Polls.of(List.of(record(0, bytes, new RecordHeaders()))))
                .iterator()
                .next();
        EventRun run = Polls.run(record);
        ScoringProcessor processor = new ScoringProcessor(
                scorers, new DeadLetterHeaders("doubler", "7"), limits, buried::add, new InputProgress());
        processor.init(new RefusingSinks<>(failure, ScoringProcessor.PREDICTIONS, ScoringProcessor.DEAD_LETTERS));
        processor.process(new Record<>(record.key(), run, record.timestamp()));
    }

    @Test
    void shouldReadTheSchemaIdInTheHeaderAndCopyAllHeadersButThatOne() {
        // given
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1});
        headers.add(WireFormat.VALUE_SCHEMA_ID_HEADER, WireFormat.prefix(1));
        headers.add(WireFormat.KEY_SCHEMA_ID_HEADER, WireFormat.prefix(2));
        byte[] payload = Arrays.copyOfRange(Doubler.value(5), WireFormat.PREFIX_BYTES, Doubler.value(5).length);
        ConsumerRecords<byte[], byte[]> poll = Polls.of(List.of(record(0, payload, headers)));

        // when
        pipe(grouped(poll));

        // then
        assertThat(predictions.readRecord().headers())
                .extracting(Header::key)
                .containsExactly("trace", WireFormat.KEY_SCHEMA_ID_HEADER);
    }

    @Test
    void shouldBuryAnEventWithAllItsHeaders() {
        // given
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1});
        headers.add(WireFormat.VALUE_SCHEMA_ID_HEADER, new byte[] {0, 0, 0});
        ConsumerRecords<byte[], byte[]> poll = Polls.of(List.of(record(0, Doubler.value(5), headers)));

        // when
        pipe(grouped(poll));

        // then
        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.value()).isEqualTo(Doubler.value(5));
        assertThat(letter.headers())
                .extracting(Header::key)
                .contains("trace", WireFormat.VALUE_SCHEMA_ID_HEADER)
                .doesNotContain(EventRun.KEY);
        assertThat(letter.headers().lastHeader(DeadLetterHeaders.CATEGORY).value())
                .isEqualTo("bad-framing".getBytes(UTF_8));
        assertThat(buried).containsExactly(FailureCategory.BAD_FRAMING);
    }

    @Test
    void shouldPassTheTraceContextOnByteForByte() {
        // given: headers of the W3C Trace Context, on an event that is scored and on one that is not
        RecordHeaders headers = new RecordHeaders();
        byte[] parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".getBytes(UTF_8);
        byte[] state = "vendor=t61rcWkgMzE".getBytes(UTF_8);
        headers.add("traceparent", parent);
        headers.add("tracestate", state);
        ConsumerRecords<byte[], byte[]> poll =
                Polls.of(List.of(record(0, Doubler.value(1), headers), record(1, new byte[] {9}, headers)));

        // when
        pipe(grouped(poll));

        // then
        for (TestRecord<byte[], byte[]> answer : List.of(predictions.readRecord(), deadLetters.readRecord())) {
            assertThat(answer.headers().lastHeader("traceparent").value()).isEqualTo(parent);
            assertThat(answer.headers().lastHeader("tracestate").value()).isEqualTo(state);
        }
    }

    @Test
    void shouldRefuseARecordThatTheInterceptorDidNotSee() {
        // when / then
        assertThatThrownBy(() -> input.pipeInput(new TestRecord<>(new byte[0], Doubler.value(1), new RecordHeaders())))
                .hasStackTraceContaining("was polled but not grouped")
                .hasStackTraceContaining("main.consumer.interceptor.classes");
        open();
    }

    @Test
    void shouldEndWhereAnotherInterceptorLeftOutTheOffsetsThatAreCommitted() {
        // given
        ConsumerRecords<byte[], byte[]> poll = poll(3, new RecordHeaders());
        ConsumerRecords<byte[], byte[]> filtered =
                new ConsumerRecords<>(Map.of(Polls.EVENTS, poll.records(Polls.EVENTS)), Map.of());

        // when
        ConsumerRecords<byte[], byte[]> grouped = grouped(filtered);

        // then
        assertThatThrownBy(() -> pipe(grouped))
                .rootCause()
                .hasMessageContaining("polled but not grouped")
                .hasMessageContaining("left out the offsets that come with a poll");
    }

    @Test
    void shouldRunTheUsersInterceptorsFirst() {
        // when
        Map<String, Object> settings = SHAPE.settings(Map.of("a", "b"), List.of("com.example.Theirs"));

        // then
        assertThat(settings)
                .containsEntry("a", "b")
                .containsEntry(
                        "main.consumer.interceptor.classes",
                        List.of("com.example.Theirs", PollGroupingInterceptor.class.getName()));
    }

    @ParameterizedTest
    @CsvSource({", 62", "320, 20", "1, 1"})
    void shouldBoundWhatATaskHoldsByRunsOfEvents(@Nullable String events, int runs) {
        // given
        Map<String, Object> given = events == null ? Map.of() : Map.of("buffered.records.per.partition", events);

        // when / then
        assertThat(SHAPE.settings(given, List.of())).containsEntry("buffered.records.per.partition", runs);
    }

    private static AnswerLimits ofSizes(long predictions, long deadLetters) {
        return new AnswerLimits(TopicLimits.ofSize(predictions), TopicLimits.ofSize(deadLetters));
    }

    @ParameterizedTest
    @CsvSource({
        "-3601000, message.timestamp.before.max.ms=3600000, old",
        "7300000, message.timestamp.after.max.ms=7200000, far in the future"
    })
    void shouldBuryAnEventOfATimeThatTheTopicDoesNotTake(long fromNow, String setting, String reason) {
        // given
        close();
        TopicLimits narrow = new TopicLimits(1_000, 3_600_000, 7_200_000);
        limits = new AnswerLimits(narrow, narrow);
        open();
        long now = System.currentTimeMillis();
        long timestamp = now + fromNow;
        ConsumerRecords<byte[], byte[]> poll = Polls.of(List.of(
                Polls.event(Polls.EVENTS, 0, timestamp, Doubler.value(0), new RecordHeaders()),
                Polls.event(Polls.EVENTS, 1, now, Doubler.value(1), new RecordHeaders())));

        // when
        pipe(grouped(poll));

        // then
        assertThat(predictions.readRecord().timestamp()).isEqualTo(now);
        assertThat(predictions.isEmpty()).isTrue();
        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.value()).isEqualTo(Doubler.value(0));
        assertThat(letter.timestamp()).isBetween(now - 1_000, now + 60_000);
        assertThat(letter.headers().lastHeader(DeadLetterHeaders.TIMESTAMP).value())
                .isEqualTo(Long.toString(timestamp).getBytes(UTF_8));
        assertThat(new String(
                        letter.headers().lastHeader(DeadLetterHeaders.MESSAGE).value(), UTF_8))
                .isEqualTo("The event's timestamp, " + Instant.ofEpochMilli(timestamp) + ", is too " + reason
                        + " for the output topic (" + setting + "); raise it there");
        assertThat(buried).containsExactly(FailureCategory.TIMESTAMP_REFUSED);
    }

    @Test
    void shouldBuryAPredictionThatTheTopicDoesNotTake() {
        // given
        close();
        limits = ofSizes(50, 1_000);
        open();
        ConsumerRecords<byte[], byte[]> poll = poll(1, new RecordHeaders());

        // when
        pipe(grouped(poll));

        // then
        assertThat(predictions.isEmpty()).isTrue();
        assertThat(deadLetters.readRecord().value()).isEqualTo(Doubler.value(0));
        assertThat(buried).containsExactly(FailureCategory.PREDICTION_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({
        "4500, true, true, true",
        "2800, false, true, true",
        "2200, false, false, true",
        "1700, false, false, false"
    })
    void shouldLeaveOutOfADeadLetterWhatTheTopicDoesNotTake(int maxBytes, boolean value, boolean headers, boolean key) {
        // given
        close();
        limits = ofSizes(1_000_000, maxBytes);
        open();
        RecordHeaders own = new RecordHeaders();
        own.add("trace", new byte[600]);
        byte[] bad = new byte[1_000];
        ConsumerRecord<byte[], byte[]> event = Polls.event(Polls.EVENTS, 0, 1_000, new byte[700], bad, own);
        ConsumerRecords<byte[], byte[]> poll = Polls.of(List.of(event));

        // when
        pipe(grouped(poll));

        // then
        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(RecordSize.upperBound(letter.key(), letter.value(), letter.headers()))
                .isLessThanOrEqualTo(maxBytes);
        assertThat(letter.value() != null).isEqualTo(value);
        assertThat(letter.headers().lastHeader("trace") != null).isEqualTo(headers);
        assertThat(letter.key() != null).isEqualTo(key);
        assertThat(letter.headers().lastHeader(DeadLetterHeaders.OMITTED_VALUE_BYTES) == null)
                .isEqualTo(value);
        assertThat(letter.headers().lastHeader(DeadLetterHeaders.OMITTED_HEADERS) == null)
                .isEqualTo(headers);
        assertThat(letter.headers().lastHeader(DeadLetterHeaders.OMITTED_KEY_BYTES) == null)
                .isEqualTo(key);
        assertThat(letter.headers().lastHeader(DeadLetterHeaders.OFFSET).value())
                .isEqualTo("0".getBytes(UTF_8));
    }

    @Test
    void shouldStopWhereTheTopicDoesNotEvenTakeTheReason() {
        // given
        close();
        limits = ofSizes(50, 100);
        open();
        ConsumerRecords<byte[], byte[]> poll = grouped(poll(1, new RecordHeaders()));

        // when / then
        assertThatThrownBy(() -> pipe(poll))
                .hasStackTraceContaining("dead.letter.topic takes records of up to 100 bytes");
        open();
    }

    @Test
    void shouldStopWhenTheOutputTopicHasNoSuchPartition() {
        assertThatThrownBy(() -> Answer.TO_SOURCE_PARTITION.partitions("out", null, new Answer(new byte[0], 4), 4))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("Add partitions to 'out'");
    }

    @Test
    void shouldNotCopyWhatAnEarlierRunSaidOfADeadLetterThatWasPutBack() {
        // given
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1});
        headers.add(DeadLetterHeaders.CATEGORY, new byte[] {1});
        headers.add(DeadLetterHeaders.OFFSET, new byte[] {1});
        ConsumerRecords<byte[], byte[]> poll = poll(1, headers);

        // when
        pipe(grouped(poll));

        // then
        assertThat(predictions.readRecord().headers()).extracting(Header::key).containsExactly("trace");
    }

    @Test
    void shouldTakeTheTimeOfReadingForANegativeTimestamp() {
        // given
        ConsumerRecord<Object, Object> record = new ConsumerRecord<>(
                "events", 0, 0, -1, TimestampType.CREATE_TIME, 0, 0, "k", "v", new RecordHeaders(), Optional.empty());

        // when
        long timestamp = new EventTimestamp().extract(record, -1);

        // then
        assertThat(timestamp).isCloseTo(System.currentTimeMillis(), within(60_000L));
    }

    @Test
    void shouldSendAnswersToTheEventsPartitionWhateverTheKey() {
        assertThat(Answer.TO_SOURCE_PARTITION.partitions("t", new byte[] {1}, new Answer(new byte[0], 3), 12))
                .hasValue(Collections.singleton(3));
    }

    private static ConsumerRecords<byte[], byte[]> grouped(ConsumerRecords<byte[], byte[]> poll) {
        return new PollGrouping("events", 4, SHAPE.progress()).group(poll);
    }

    private void pipe(Iterable<ConsumerRecord<byte[], byte[]>> poll) {
        for (ConsumerRecord<byte[], byte[]> record : poll) {
            input.pipeInput(new TestRecord<>(
                    record.key(), record.value(), record.headers(), Instant.ofEpochMilli(record.timestamp())));
        }
    }

    private static ConsumerRecords<byte[], byte[]> poll(int count, RecordHeaders headers) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(record(i, Doubler.value(i), headers));
        }
        return Polls.of(records);
    }

    private static ConsumerRecord<byte[], byte[]> record(int offset, byte[] value, RecordHeaders headers) {
        return Polls.event(Polls.EVENTS, offset, 1_000 + offset, value, headers);
    }
}
