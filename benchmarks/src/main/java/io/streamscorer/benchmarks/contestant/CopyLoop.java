package io.streamscorer.benchmarks.contestant;

import io.streamscorer.config.ProcessingGuarantee;
import io.streamscorer.config.ScorerConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * One consumer, one producer, one thread: polls, sends each record's replacement to the same partition, and commits at Kafka Streams'
 * interval, in a transaction under exactly-once. The clients have the settings that Kafka Streams would give them.
 */
final class CopyLoop implements ContestantProgram.Running {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String LOOP = "copy-loop";

    private final ScorerConfig config;
    private final byte[] value;
    private final boolean transactional;
    private final long commitIntervalNanos;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    private final Thread thread = new Thread(this::run, LOOP);
    private boolean inTransaction;

    private CopyLoop(ScorerConfig config, byte[] value) {
        this.config = config;
        this.value = value;
        this.transactional = config.processingGuarantee() == ProcessingGuarantee.EXACTLY_ONCE_V2;
        StreamsConfig streams = new StreamsConfig(config.streamsProperties());
        this.commitIntervalNanos = Duration.ofMillis(streams.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG))
                .toNanos();
        Map<String, Object> consumerSettings = streams.getMainConsumerConfigs(config.applicationId(), LOOP, 0);
        // Kafka Streams' own assignor cannot be used without Kafka Streams.
        consumerSettings.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
        consumerSettings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        this.consumer = new KafkaConsumer<>(consumerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Map<String, Object> producerSettings = streams.getProducerConfigs(LOOP);
        if (transactional) {
            producerSettings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, config.applicationId() + "-0");
        }
        this.producer = new KafkaProducer<>(producerSettings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Starts the loop. The caller closes it. */
    static CopyLoop start(ScorerConfig config, byte[] value) {
        CopyLoop loop = new CopyLoop(config, value);
        loop.thread.start();
        return loop;
    }

    private void run() {
        try (consumer;
                producer) {
            if (transactional) {
                producer.initTransactions();
            }
            consumer.subscribe(List.of(config.inputTopic()));
            long committed = System.nanoTime();
            while (true) {
                copy(consumer.poll(POLL));
                if (System.nanoTime() - committed >= commitIntervalNanos) {
                    commit();
                    committed = System.nanoTime();
                }
            }
        } catch (WakeupException e) {
            // Told to stop: what is not committed is read again by the next.
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private static void fail(Exception failure) {
        failure.printStackTrace();
        Runtime.getRuntime().halt(1);
    }

    private void copy(ConsumerRecords<byte[], byte[]> records) {
        if (!records.isEmpty() && transactional && !inTransaction) {
            producer.beginTransaction();
            inTransaction = true;
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Future<RecordMetadata> unused = producer.send(
                    new ProducerRecord<>(
                            config.outputTopic(),
                            record.partition(),
                            record.timestamp(),
                            record.key(),
                            value,
                            record.headers()),
                    (metadata, failure) -> {
                        if (failure != null) {
                            fail(failure);
                        }
                    });
        }
        offsets.putAll(records.nextOffsets());
    }

    private void commit() {
        if (offsets.isEmpty()) {
            return;
        }
        if (inTransaction) {
            producer.sendOffsetsToTransaction(new HashMap<>(offsets), consumer.groupMetadata());
            producer.commitTransaction();
            inTransaction = false;
        } else if (!transactional) {
            producer.flush();
            consumer.commitSync(new HashMap<>(offsets));
        }
        offsets.clear();
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(10).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
