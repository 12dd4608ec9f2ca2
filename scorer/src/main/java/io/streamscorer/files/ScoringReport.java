package io.streamscorer.files;

import io.streamscorer.failure.FailureCategory;
import java.util.List;
import java.util.Map;

/**
 * What became of a file's events.
 *
 * @param events how many there were
 * @param predictions how many were scored
 * @param failures how many were not, by the kind of failure; kinds that did not occur are left out
 * @param remarks what a person should know of the file as a whole, one line each
 */
public record ScoringReport(long events, long predictions, Map<FailureCategory, Long> failures, List<String> remarks) {
    public ScoringReport {
        failures = Map.copyOf(failures);
        remarks = List.copyOf(remarks);
    }

    /** How many events were not scored. */
    public long failed() {
        return events - predictions;
    }
}
