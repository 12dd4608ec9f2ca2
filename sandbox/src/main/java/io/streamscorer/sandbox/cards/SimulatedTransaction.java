package io.streamscorer.sandbox.cards;

import io.streamscorer.schemas.CardTransaction;
import org.jspecify.annotations.Nullable;

/**
 * A card transaction and the truth about it, which a scorer never sees.
 *
 * @param transaction the event
 * @param scenario how the fraud came about; null for a legitimate transaction
 */
public record SimulatedTransaction(
        CardTransaction transaction, @Nullable FraudScenario scenario) {

    /** Whether the transaction is a fraud. */
    public boolean fraud() {
        return scenario != null;
    }
}
