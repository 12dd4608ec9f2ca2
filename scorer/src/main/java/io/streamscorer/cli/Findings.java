package io.streamscorer.cli;

import io.streamscorer.failure.SetupException;
import io.streamscorer.failure.UnavailableException;
import java.util.ArrayList;
import java.util.List;

/** What one part of a set-up found: what is wrong, what is away, what is in order. Belongs to one thread at a time. */
final class Findings {
    private final List<String> problems = new ArrayList<>();
    private final List<UnavailableException> away = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Runs a step, keeps what is wrong, and says whether all went well. */
    boolean attempt(Runnable step) {
        try {
            step.run();
            return true;
        } catch (SetupException e) {
            problems.addAll(e.problems());
        } catch (UnavailableException e) {
            away.add(e);
        }
        return false;
    }

    /** Keeps a problem, one line. */
    void problem(String problem) {
        problems.add(problem);
    }

    /** Keeps what is in order, one line. */
    void note(String note) {
        notes.add(note);
    }

    /** Keeps what another part found, after what is here. */
    void add(Findings other) {
        problems.addAll(other.problems);
        away.addAll(other.away);
        notes.addAll(other.notes);
    }

    /** What waiting cannot mend. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** What may be there later. */
    List<UnavailableException> away() {
        return List.copyOf(away);
    }

    /** What was found in order. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Whether nothing is wrong or away. */
    boolean good() {
        return problems.isEmpty() && away.isEmpty();
    }
}
