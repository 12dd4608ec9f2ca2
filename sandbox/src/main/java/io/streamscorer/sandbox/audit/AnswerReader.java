package io.streamscorer.sandbox.audit;

import io.streamscorer.schemas.Prediction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads out of a prediction or a dead letter which event it answers. Reuses one object for all predictions; belongs to one thread. */
final class AnswerReader {
    private static final int PREFIX_BYTES = 5;

    private final SpecificDatumReader<Prediction> reader = new SpecificDatumReader<>(Prediction.class);
    private @Nullable BinaryDecoder decoder;
    private @Nullable Prediction prediction;

    /** Thrown when a record does not say what it answers. */
    static final class UnreadableAnswerException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableAnswerException(String message) {
            super(message);
        }
    }

    /** The event that a prediction answers: Confluent's wire format, one zero byte and a schema id of four, then an Avro {@code Prediction}. */
    SourceEvent sourceOfPrediction(ConsumerRecord<byte[], byte[]> prediction) throws UnreadableAnswerException {
        byte[] value = prediction.value();
        if (value == null || value.length < PREFIX_BYTES || value[0] != 0) {
            throw new UnreadableAnswerException("is not in Confluent's wire format");
        }
        Prediction decoded = decode(value);
        return new SourceEvent(decoded.getSourceTopic(), decoded.getSourcePartition(), decoded.getSourceOffset());
    }

    /** The event that a dead letter answers, from its headers. */
    SourceEvent sourceOfDeadLetter(ConsumerRecord<byte[], byte[]> deadLetter) throws UnreadableAnswerException {
        String topic = header(deadLetter, "scorer.source.topic");
        String partition = header(deadLetter, "scorer.source.partition");
        String offset = header(deadLetter, "scorer.source.offset");
        try {
            return new SourceEvent(topic, Integer.parseInt(partition), Long.parseLong(offset));
        } catch (NumberFormatException e) {
            throw new UnreadableAnswerException(String.format(
                    Locale.ROOT, "names partition \"%s\" and offset \"%s\", which are no numbers", partition, offset));
        }
    }

    /** Why the event became a dead letter, {@code scorer.failure.category}. */
    String categoryOfDeadLetter(ConsumerRecord<byte[], byte[]> deadLetter) throws UnreadableAnswerException {
        header(deadLetter, "scorer.failure.message");
        return header(deadLetter, "scorer.failure.category");
    }

    private Prediction decode(byte[] value) throws UnreadableAnswerException {
        try {
            BinaryDecoder reused =
                    DecoderFactory.get().binaryDecoder(value, PREFIX_BYTES, value.length - PREFIX_BYTES, decoder);
            decoder = reused;
            Prediction decoded = reader.read(prediction, reused);
            prediction = decoded;
            if (!reused.isEnd()) {
                throw new UnreadableAnswerException("has bytes after the Prediction");
            }
            return decoded;
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            prediction = null;
            throw new UnreadableAnswerException("is no Prediction: " + e);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> deadLetter, String name)
            throws UnreadableAnswerException {
        Header header = deadLetter.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            throw new UnreadableAnswerException("has no header " + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
