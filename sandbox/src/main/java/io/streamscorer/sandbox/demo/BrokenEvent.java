package io.streamscorer.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.schemas.CardTransaction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A way in which a producer can get an event wrong. */
enum BrokenEvent {
    /** The last bytes are missing. */
    TRUNCATED {
        @Override
        byte[] value(CardTransaction transaction, EventEncoder encoder) {
            byte[] whole = encoder.encode(transaction);
            return Arrays.copyOf(whole, whole.length / 2);
        }
    },
    /** The registry does not know the schema id. */
    UNKNOWN_SCHEMA_ID {
        @Override
        byte[] value(CardTransaction transaction, EventEncoder encoder) {
            return encoder.encodeWithSchemaId(transaction, UNUSED_SCHEMA_ID);
        }
    },
    /** A feature that the model needs is null. */
    WITHOUT_AMOUNT {
        @Override
        byte[] value(CardTransaction transaction, EventEncoder encoder) {
            return encoder.encodeWithoutAmount(transaction);
        }
    },
    /** The value is text. */
    PLAIN_TEXT {
        @Override
        byte[] value(CardTransaction transaction, EventEncoder encoder) {
            return ("transaction " + transaction.getTransactionId()).getBytes(UTF_8);
        }
    },
    /** The value is null. */
    TOMBSTONE {
        @Override
        byte @Nullable [] value(CardTransaction transaction, EventEncoder encoder) {
            return null;
        }
    };

    private static final int UNUSED_SCHEMA_ID = 999_999;

    /** The broken event's value, in place of the transaction's own. */
    abstract byte @Nullable [] value(CardTransaction transaction, EventEncoder encoder);
}
