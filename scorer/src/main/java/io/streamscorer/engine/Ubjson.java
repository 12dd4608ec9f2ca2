package io.streamscorer.engine;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Universal Binary JSON (draft 12, ubjson.org) as XGBoost writes it: big-endian, {@code L} for a length of eight bytes, arrays that may name type and
 * count. What stands under keys that the caller does not want is passed over without being kept. Used once.
 */
final class Ubjson {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT_BYTES = 1 << 20;

    private final DataInputStream in;
    private final Set<String> unwanted;

    /** @param unwanted keys whose values are passed over, wherever they stand */
    Ubjson(DataInputStream in, Set<String> unwanted) {
        this.in = in;
        this.unwanted = unwanted;
    }

    /**
     * Reads one value: {@link Map}s, {@link List}s, {@link String}s, {@link Long}s, {@link Double}s, {@link Boolean}s and null.
     *
     * @throws IOException if the bytes end or are no UBJSON
     */
    @Nullable
    Object read() throws IOException {
        return value(in.readByte(), true, 0);
    }

    private @Nullable Object value(byte type, boolean keep, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("values nest deeper than " + MAX_DEPTH);
        }
        return switch (type) {
            case '{' -> object(keep, depth);
            case '[' -> array(keep, depth);
            case 'S' -> text(keep);
            case 'C' -> String.valueOf((char) in.readUnsignedByte());
            case 'T' -> true;
            case 'F' -> false;
            case 'Z' -> null;
            case 'i' -> (long) in.readByte();
            case 'U' -> (long) in.readUnsignedByte();
            case 'I' -> (long) in.readShort();
            case 'l' -> (long) in.readInt();
            case 'L' -> in.readLong();
            case 'd' -> (double) in.readFloat();
            case 'D' -> in.readDouble();
            default -> throw new IOException("there is no value of type '" + (char) type + "'");
        };
    }

    private Map<String, @Nullable Object> object(boolean keep, int depth) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (byte next = in.readByte(); next != '}'; next = in.readByte()) {
            String key = text(length(next), true);
            boolean wanted = keep && !unwanted.contains(key);
            Object value = value(in.readByte(), wanted, depth + 1);
            if (wanted) {
                object.put(key, value);
            }
        }
        return object;
    }

    private List<@Nullable Object> array(boolean keep, int depth) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        byte next = in.readByte();
        byte type = 0;
        if (next == '$') {
            type = in.readByte();
            next = in.readByte();
            if (next != '#' || "TFZN".indexOf(type) >= 0) {
                // Items without bytes of their own could be any number without the file's end stopping it.
                throw new IOException("an array of type '" + (char) type + "' has no bytes or no count");
            }
        }
        if (next == '#') {
            long count = length(in.readByte());
            if (!keep && size(type) > 0) {
                if (count > Long.MAX_VALUE / size(type)) {
                    throw new EOFException("the file ends within an array of " + count + " items");
                }
                in.skipNBytes(count * size(type));
                return items;
            }
            for (long i = 0; i < count; i++) {
                Object item = value(type == 0 ? in.readByte() : type, keep, depth + 1);
                if (keep) {
                    items.add(item);
                }
            }
            return items;
        }
        for (; next != ']'; next = in.readByte()) {
            Object item = value(next, keep, depth + 1);
            if (keep) {
                items.add(item);
            }
        }
        return items;
    }

    private static int size(byte type) {
        return switch (type) {
            case 'i', 'U' -> 1;
            case 'I' -> 2;
            case 'l', 'd' -> 4;
            case 'L', 'D' -> 8;
            default -> 0;
        };
    }

    private String text(boolean keep) throws IOException {
        return text(length(in.readByte()), keep);
    }

    private String text(long length, boolean keep) throws IOException {
        if (!keep) {
            in.skipNBytes(length);
            return "";
        }
        if (length > MAX_TEXT_BYTES) {
            throw new IOException("a text has " + length + " bytes");
        }
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException("the file ends within a text");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long length(byte type) throws IOException {
        Object length = size(type) > 0 && type != 'd' && type != 'D' ? value(type, true, 0) : null;
        if (!(length instanceof Long number) || number < 0) {
            throw new IOException("expected a length, found type '" + (char) type + "'");
        }
        return number;
    }
}
