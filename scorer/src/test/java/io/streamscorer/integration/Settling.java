package io.streamscorer.integration;

import io.streamscorer.sandbox.audit.AuditReport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Waits for the answers to events that are all sent. */
final class Settling {
    /** Longer than what a killed member leaves behind can hold things up. */
    private static final Duration QUIET = Duration.ofSeconds(15);

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Settling() {}

    /** The audit once nothing is missing, or once no answer has come for long. */
    static AuditReport await(Backbone backbone, String input) {
        AtomicReference<AuditReport> latest = new AtomicReference<>(Setups.audit(backbone, input));
        AtomicLong answers = new AtomicLong(-1);
        AtomicLong since = new AtomicLong(System.nanoTime());
        Await.until("the answers settle", LIMIT, () -> {
            long now = Answers.endOffsets(backbone, input + "-out") + Answers.endOffsets(backbone, input + "-dead");
            if (answers.getAndSet(now) != now) {
                since.set(System.nanoTime());
                return false;
            }
            boolean still = System.nanoTime() - since.get() > QUIET.toNanos();
            if (still || System.nanoTime() - since.get() > Duration.ofSeconds(1).toNanos()) {
                latest.set(Setups.audit(backbone, input));
            }
            return still || latest.get().missing() == 0;
        });
        return latest.get();
    }
}
