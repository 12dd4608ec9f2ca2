package io.streamscorer.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file's lines as bytes, one at a time. A line ends at a line feed, with or without a carriage return before it; a byte-order mark at the
 * file's start is left out. Not thread-safe.
 */
final class LineReader implements AutoCloseable {
    /** The longest line that is kept. What lies behind it is skipped, so that a file without line ends does not fill the memory. */
    static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int position;
    private int limit;
    private long number;
    private boolean cut;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its end, or null at the file's end. */
    byte @Nullable [] next() throws IOException {
        line.reset();
        cut = false;
        boolean any = false;
        while (fill()) {
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            keep(position, end);
            position = Math.min(limit, end + 1);
            if (end < limit) {
                break;
            }
        }
        if (!any) {
            return null;
        }
        number++;
        return trimmed(line.toByteArray());
    }

    private boolean fill() throws IOException {
        if (position == limit) {
            position = 0;
            limit = Math.max(0, in.read(buffer, 0, buffer.length));
        }
        return position < limit;
    }

    private void keep(int from, int to) {
        int room = Math.min(to - from, MAX_LINE_BYTES - line.size());
        cut |= room < to - from;
        line.write(buffer, from, room);
    }

    private byte[] trimmed(byte[] bytes) {
        int from = number == 1
                        && bytes.length >= 3
                        && bytes[0] == (byte) 0xEF
                        && bytes[1] == (byte) 0xBB
                        && bytes[2] == (byte) 0xBF
                ? 3
                : 0;
        int to = bytes.length > from && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    }

    /** The number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /** Whether the line that was read last is longer than what is kept of it. */
    boolean isCut() {
        return cut;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
