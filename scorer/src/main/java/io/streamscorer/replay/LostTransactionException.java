package io.streamscorer.replay;

import io.streamscorer.failure.UnavailableException;

/**
 * Thrown where a transaction came to nothing, or may have, and nothing speaks against writing it anew: with a new producer, after a look at what
 * is recorded.
 */
final class LostTransactionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final UnavailableException end;
    private final boolean endedByBrokers;

    /**
     * Says what happened.
     *
     * @param reason as it follows "it did not go through", one line
     * @param endedByBrokers whether the brokers know nothing of the transaction any more: they ended it, or another replay did
     * @param end what is thrown to the user where it is not written anew
     */
    LostTransactionException(String reason, boolean endedByBrokers, UnavailableException end) {
        super(reason, end);
        this.end = end;
        this.endedByBrokers = endedByBrokers;
    }

    UnavailableException end() {
        return end;
    }

    boolean endedByBrokers() {
        return endedByBrokers;
    }
}
