package io.streamscorer.registry;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's wire format: which schema a serialized value was written with, and where its Avro bytes begin.
 *
 * <p>There are two framings. The prefix framing is the byte 0, the schema id as a big-endian {@code int32}, then the Avro bytes. The
 * header framing (newer Confluent serializers with {@code HeaderSchemaIdSerializer}) leaves the value untouched and puts into a
 * record header either the byte 0 and the schema id as a big-endian {@code int32}, or the byte 1 and the schema's GUID as 16
 * big-endian bytes. As in Confluent's {@code DualSchemaIdDeserializer} a header wins over the prefix. Stateless; any thread.
 */
public final class WireFormat {
    /** The record header that holds the schema id of the record's value. */
    public static final String VALUE_SCHEMA_ID_HEADER = "__value_schema_id";

    /** The record header that holds the schema id of the record's key. */
    public static final String KEY_SCHEMA_ID_HEADER = "__key_schema_id";

    /** The length of the prefix, in bytes. */
    public static final int PREFIX_BYTES = 5;

    private static final byte SCHEMA_ID = 0;
    private static final byte SCHEMA_GUID = 1;
    private static final int GUID_HEADER_BYTES = 17;

    private WireFormat() {}

    /**
     * A located payload.
     *
     * @param schemaId the id of the schema that the payload was written with; as it was read, so it may be negative
     * @param payloadOffset the index of the payload's first byte in the value, which may be the value's length
     */
    public record Framed(int schemaId, int payloadOffset) {}

    /**
     * Finds the schema id and the first Avro byte of a value.
     *
     * @param value the record's value, or null for a tombstone
     * @param schemaIdHeader the bytes of the last header {@link #VALUE_SCHEMA_ID_HEADER}, or null when the record has none or its
     *     value is null
     * @throws RecordException {@link FailureCategory#EMPTY_VALUE} when the value is null or has no bytes,
     *     {@link FailureCategory#BAD_FRAMING} when there is no schema id where one is expected,
     *     {@link FailureCategory#UNSUPPORTED_FRAMING} when the header identifies the schema by something else than its id
     */
    public static Framed locate(byte @Nullable [] value, byte @Nullable [] schemaIdHeader) throws RecordException {
        if (value == null) {
            throw new RecordException(
                    FailureCategory.EMPTY_VALUE, "the value is null (a tombstone); expected an Avro event");
        }
        if (value.length == 0) {
            throw new RecordException(FailureCategory.EMPTY_VALUE, "the value has 0 bytes; expected an Avro event");
        }
        if (schemaIdHeader != null) {
            return new Framed(headerSchemaId(schemaIdHeader), 0);
        }
        if (value[0] != SCHEMA_ID) {
            throw new RecordException(
                    FailureCategory.BAD_FRAMING,
                    "expected Confluent's wire format, whose first byte is 0x00; the first byte is " + hex(value[0])
                            + " in a value of " + value.length + " bytes, and there is no header "
                            + VALUE_SCHEMA_ID_HEADER);
        }
        if (value.length < PREFIX_BYTES) {
            throw new RecordException(
                    FailureCategory.BAD_FRAMING,
                    "expected the byte 0x00 and 4 bytes of schema id; the first byte is 0x00, but the value ends after "
                            + value.length + " of " + PREFIX_BYTES + " bytes");
        }
        return new Framed(bigEndianInt(value, 1), PREFIX_BYTES);
    }

    /** A new array of {@value #PREFIX_BYTES} bytes: the prefix that goes before the Avro bytes of a value with this schema id. */
    public static byte[] prefix(int id) {
        return new byte[] {SCHEMA_ID, (byte) (id >>> 24), (byte) (id >>> 16), (byte) (id >>> 8), (byte) id};
    }

    private static int headerSchemaId(byte[] header) throws RecordException {
        if (header.length == 0) {
            throw new RecordException(
                    FailureCategory.BAD_FRAMING,
                    "the header " + VALUE_SCHEMA_ID_HEADER
                            + " has 0 bytes; expected the byte 0x00 and 4 bytes of schema id");
        }
        switch (header[0]) {
            case SCHEMA_ID -> {
                if (header.length < PREFIX_BYTES) {
                    throw tooShort(header, PREFIX_BYTES, "4 bytes of schema id");
                }
                return bigEndianInt(header, 1);
            }
            case SCHEMA_GUID -> {
                if (header.length < GUID_HEADER_BYTES) {
                    throw tooShort(header, GUID_HEADER_BYTES, "16 bytes of schema GUID");
                }
                ByteBuffer guid = ByteBuffer.wrap(header, 1, GUID_HEADER_BYTES - 1);
                throw new RecordException(
                        FailureCategory.UNSUPPORTED_FRAMING,
                        "the header " + VALUE_SCHEMA_ID_HEADER + " holds the schema's GUID "
                                + new UUID(guid.getLong(), guid.getLong())
                                + "; only schema ids are read. Let the producer write ids: value.schema.id.serializer="
                                + "io.confluent.kafka.serializers.schema.id.PrefixSchemaIdSerializer");
            }
            default ->
                throw new RecordException(
                        FailureCategory.UNSUPPORTED_FRAMING,
                        "the header " + VALUE_SCHEMA_ID_HEADER + " begins with the byte " + hex(header[0]) + " and has "
                                + header.length + " bytes; expected 0x00 and a schema id");
        }
    }

    private static RecordException tooShort(byte[] header, int expectedBytes, String content) {
        return new RecordException(
                FailureCategory.BAD_FRAMING,
                "expected the byte " + hex(header[0]) + " and " + content + " in the header " + VALUE_SCHEMA_ID_HEADER
                        + "; it ends after " + header.length + " of " + expectedBytes + " bytes");
    }

    private static int bigEndianInt(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    private static String hex(byte value) {
        return "0x" + HexFormat.of().toHexDigits(value);
    }
}
