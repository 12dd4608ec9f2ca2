package io.streamscorer.benchmarks.contestant;

import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.streamscorer.config.ScorerConfig;
import io.streamscorer.packaging.ModelPackage;
import io.streamscorer.schemas.Prediction;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** What is written today: {@code mapValues} between generic Avro serdes, with one DJL prediction per record. */
final class PlainTopology {
    private PlainTopology() {}

    /** Loads the model and builds the topology. */
    static Topology build(ScorerConfig config) {
        CachedSchemaRegistryClient registry =
                new CachedSchemaRegistryClient(String.join(",", config.schemaRegistryUrls()), 100);
        Serde<GenericRecord> events = GenericAvroSerde.of(registry, config.inputTopic());
        Serde<GenericRecord> predictions =
                GenericAvroSerde.writing(registry, config.outputTopic() + "-value", Prediction.getClassSchema());
        // A predictor is not thread-safe, and mapValues' function is shared by the stream threads.
        ModelPackage modelPackage = ModelPackage.read(config.modelPath());
        ThreadLocal<RecordPredictor> predictor =
                ThreadLocal.withInitial(() -> new RecordPredictor(modelPackage, config.inputTopic()));
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(config.inputTopic(), Consumed.with(Serdes.ByteArray(), events))
                .mapValues(event -> predictor.get().predict(event))
                .to(config.outputTopic(), Produced.with(Serdes.ByteArray(), predictions));
        return builder.build();
    }
}
