package io.streamscorer.files;

import io.streamscorer.failure.Lines;
import io.streamscorer.failure.SetupException;
import io.streamscorer.registry.WireFormat;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int MARKER_BYTES = 16;
    private static final Schema METADATA = Schema.createMap(Schema.create(Schema.Type.BYTES));
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
            requireEnd(file);
            counted = new CountingInput(Files.newInputStream(file));
            DataFileStream<GenericRecord> blocks =
                    new DataFileStream<>(new BufferedInputStream(counted, 256 * 1024), new GenericDatumReader<>());
            opened = true;
            return new AvroEventFile(file, counted, blocks, reader);
        } catch (EOFException e) {
            throw new SetupException(file + ": is cut off within its header, or no Avro object container file");
        } catch (IOException | AvroRuntimeException e) {
            throw new SetupException(file + ": is no Avro object container file: " + Lines.of(e));
        } finally {
            if (!opened && counted != null) {
                close(counted);
            }
        }
    }

    /**
     * Requires that the file ends where a block or the header does, which is with its synchronization marker (Avro specification, "Object container
     * files"). Avro's own reader takes a file that is cut off for one that ends.
     */
    private static void requireEnd(Path file) throws IOException {
        byte[] marker;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] magic = in.readNBytes(MAGIC.length);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new SetupException(file + ": is no Avro object container file: it does not begin with the bytes"
                        + " 'Obj' and 1. Lines of JSON belong in a file whose name ends in .jsonl");
            }
            BinaryDecoder header = DecoderFactory.get().directBinaryDecoder(in, null);
            GenericDatumReader.skip(METADATA, header);
            marker = new byte[MARKER_BYTES];
            header.readFixed(marker);
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer end = ByteBuffer.allocate(MARKER_BYTES);
            channel.position(channel.size() - MARKER_BYTES);
            while (end.hasRemaining() && channel.read(end) >= 0) {
                // Until all of it is there.
            }
            if (!Arrays.equals(end.array(), marker)) {
                throw new SetupException(file + ": is cut off: it does not end with the marker that ends each of its"
                        + " blocks. Was it still being written, or copied in part?");
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
