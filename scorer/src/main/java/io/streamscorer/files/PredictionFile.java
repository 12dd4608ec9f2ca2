package io.streamscorer.files;

import com.fasterxml.jackson.core.JsonGenerator;
import io.streamscorer.prediction.PredictionEncoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** A file that predictions are written to, in the order that they come. Not thread-safe; its owner closes it. */
interface PredictionFile extends AutoCloseable {
    /** Begins a file of the format that its name says. The stream is closed with it. */
    static PredictionFile open(Path file, OutputStream out) throws IOException {
        return switch (FileFormat.of(file).orElseThrow()) {
            case AVRO -> new Container(out);
            case JSON_LINES -> new JsonLines(out);
        };
    }

    /** Writes a Prediction that is given in Avro's binary form. */
    void write(byte[] prediction) throws IOException;

    @Override
    void close() throws IOException;

    /** An Avro object container file. Predictions repeat names: a little compression halves them and more. */
    final class Container implements PredictionFile {
        private static final int DEFLATE_LEVEL = 1;

        private final DataFileWriter<Object> writer;

        Container(OutputStream out) throws IOException {
            writer = new DataFileWriter<>(new GenericDatumWriter<>());
            writer.setCodec(CodecFactory.deflateCodec(DEFLATE_LEVEL));
            writer.create(PredictionEncoder.schema(), out);
        }

        @Override
        public void write(byte[] prediction) throws IOException {
            writer.appendEncoded(ByteBuffer.wrap(prediction));
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }

    /** Lines of JSON. */
    final class JsonLines implements PredictionFile {
        private final Schema schema = PredictionEncoder.schema();
        private final JsonGenerator generator;
        private @Nullable BinaryDecoder decoder;

        JsonLines(OutputStream out) throws IOException {
            generator = Json.lines(new BufferedOutputStream(out));
        }

        @Override
        public void write(byte[] prediction) throws IOException {
            decoder = DecoderFactory.get().binaryDecoder(prediction, decoder);
            AvroToJson.write(schema, decoder, generator);
            generator.writeRaw('\n');
        }

        @Override
        public void close() throws IOException {
            generator.close();
        }
    }
}
