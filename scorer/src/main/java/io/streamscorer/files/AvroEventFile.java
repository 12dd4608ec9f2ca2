package io.streamscorer.files;

import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.registry.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * An Avro object container file. Its blocks are cut into events by skipping over them with the file's own schema, so that the scorer gets the bytes
 * as they stand. Not thread-safe.
 */
final class AvroEventFile implements EventFile {
    private static final byte[] PREFIX = WireFormat.prefix(SCHEMA_ID);

    private final Path file;
    private final CountingInput counted;
    private final DataFileStream<GenericRecord> blocks;
    private final Schema reader;
    private byte[] block = {};
    private int blockEnd;
    private int blockStart;
    private long left;
    private @Nullable BinaryDecoder decoder;
    private long index;

    private AvroEventFile(
            Path file, CountingInput counted, DataFileStream<GenericRecord> blocks, @Nullable Schema reader) {
        this.file = file;
        this.counted = counted;
        this.blocks = blocks;
        this.reader = reader == null ? blocks.getSchema() : reader;
    }

    static AvroEventFile open(Path file, @Nullable Schema reader) {
        CountingInput counted = null;
        boolean opened = false;
        try {
            counted = new CountingInput(Files.newInputStream(file));
            DataFileStream<GenericRecord> blocks =
                    new DataFileStream<>(new BufferedInputStream(counted, 256 * 1024), new GenericDatumReader<>());
            opened = true;
            return new AvroEventFile(file, counted, blocks, reader);
        } catch (IOException | RuntimeException e) {
            throw new SetupException(file + ": is no Avro object container file, or is cut off at its start: "
                    + Lines.of(e) + ". Lines of JSON belong in a file whose name ends in .jsonl");
        } finally {
            if (!opened && counted != null) {
                close(counted);
            }
        }
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new UncheckedIOException(e instanceof IOException io ? io : new IOException(e));
        }
    }

    @Override
    public Schema writer() {
        return blocks.getSchema();
    }

    @Override
    public Schema reader() {
        return reader;
    }

    @Override
    public @Nullable FileEvent next() {
        try {
            BinaryDecoder current = decoder;
            while (left == 0 || current == null) {
                if (!blocks.hasNext()) {
                    return null;
                }
                ByteBuffer next = blocks.nextBlock();
                left = blocks.getBlockCount();
                block = next.array();
                blockStart = next.arrayOffset() + next.position();
                blockEnd = next.arrayOffset() + next.limit();
                current = DecoderFactory.get().binaryDecoder(block, blockStart, blockEnd - blockStart, current);
                decoder = current;
            }
            GenericDatumReader.skip(writer(), current);
            int end = blockEnd - current.inputStream().available();
            byte[] value = new byte[PREFIX.length + end - blockStart];
            System.arraycopy(PREFIX, 0, value, 0, PREFIX.length);
            System.arraycopy(block, blockStart, value, PREFIX.length, end - blockStart);
            blockStart = end;
            left--;
            return new FileEvent(index, index++, value, null, null);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException e) {
            throw new SetupException(file + ": is cut off or damaged after " + index + " events: " + Lines.of(e), e);
        }
    }

    @Override
    public String place(FileEvent event) {
        return file + ": event " + event.position() + " (from 0)";
    }

    @Override
    public long bytesRead() {
        return counted.count();
    }

    @Override
    public List<String> remarks() {
        return List.of();
    }

    @Override
    public void close() {
        close(blocks);
    }
}
