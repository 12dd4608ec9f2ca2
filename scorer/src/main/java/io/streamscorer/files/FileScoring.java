package io.streamscorer.files;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.Lines;
import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.RecordFailure;
import io.streamscorer.failure.SetupException;
import io.streamscorer.features.DecodePlan;
import io.streamscorer.features.FeatureMapping;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.scoring.EventScorer;
import io.streamscorer.scoring.Outcome;
import io.streamscorer.scoring.RawEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Scores a file's events into a file of predictions. A prediction's source is the input file's name, partition 0 and the event's index; its
 * timestamp is -1 and its schema id 0, since a file's events have neither. Used once, by one thread.
 */
public final class FileScoring {
    private final ScoringJob job;
    private final LoadedModel model;
    private final ScoringProgress progress;
    private final LongSupplier clock;
    private final Map<FailureCategory, Long> failures = new EnumMap<>(FailureCategory.class);
    private final List<FileEvent> chunk = new ArrayList<>();
    private long events;
    private long predictions;

    /**
     * @param job the files, {@linkplain ScoringJob#check checked}
     * @param model the model, which stays open
     * @param progress told how far it is
     * @param clock the time in milliseconds since 1970-01-01 UTC
     */
    public FileScoring(ScoringJob job, LoadedModel model, ScoringProgress progress, LongSupplier clock) {
        this.job = job;
        this.model = model;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Scores the file. Nothing is written before events and model are known to fit.
     *
     * @throws SetupException if the files cannot be read or written, or events and model do not fit
     * @throws io.streamscorer.failure.UnavailableException if the model fails on everything
     */
    public ScoringReport run() {
        FeatureSpec spec = new FeatureSpec(model.inputs(), job.fields());
        try (EventFile input = EventFile.open(job.input(), job.schema(), spec)) {
            requireFit(input.writer(), input.reader(), spec);
            try (EventScorer scorer =
                            FileScorers.open(model, spec, input.writer(), input.reader(), job.batchRows(), clock);
                    PredictionFile output = openOutput();
                    DeadLetterFile deadLetters = openDeadLetters(input.writer())) {
                while (read(input)) {
                    score(input, scorer, output, deadLetters);
                    progress.advanced(events, input.bytesRead());
                }
            } catch (IOException e) {
                throw new SetupException(
                        job.output() + ": cannot be written further after " + predictions + " predictions: "
                                + Lines.of(e),
                        e);
            }
            return new ScoringReport(events, predictions, failures, input.remarks());
        }
    }

    private void requireFit(Schema writer, Schema reader, FeatureSpec spec) {
        List<String> problems = FeatureMapping.check(reader, spec);
        if (!problems.isEmpty()) {
            throw new SetupException(problems);
        }
        try {
            DecodePlan.compile(writer, reader, spec);
        } catch (RecordException e) {
            throw new SetupException(
                    job.input() + ": its events cannot be read by the given schema: " + e.getMessage(), e);
        }
    }

    private PredictionFile openOutput() {
        OutputStream out = create(job.output());
        try {
            return PredictionFile.open(job.output(), out);
        } catch (IOException e) {
            throw new SetupException(job.output() + ": cannot be written: " + Lines.of(e), e);
        }
    }

    private @Nullable DeadLetterFile openDeadLetters(Schema writer) {
        Path file = job.deadLetters();
        if (file == null) {
            return null;
        }
        OutputStream out = create(file);
        try {
            return new DeadLetterFile(out, writer);
        } catch (IOException e) {
            throw new SetupException(file + ": cannot be written: " + Lines.of(e), e);
        }
    }

    private OutputStream create(Path file) {
        OpenOption[] options = job.overwrite()
                ? new OpenOption[] {
                    StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
                }
                : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
        try {
            return Files.newOutputStream(file, options);
        } catch (IOException e) {
            throw new SetupException(file + ": cannot be written: " + Lines.of(e), e);
        }
    }

    /** Reads the next chunk and says whether there was one. */
    private boolean read(EventFile input) {
        chunk.clear();
        while (chunk.size() < job.batchRows()) {
            FileEvent event = input.next();
            if (event == null) {
                break;
            }
            chunk.add(event);
        }
        return !chunk.isEmpty();
    }

    private void score(EventFile input, EventScorer scorer, PredictionFile output, @Nullable DeadLetterFile deadLetters)
            throws IOException {
        String name = String.valueOf(job.input().getFileName());
        List<RawEvent> raw = new ArrayList<>(chunk.size());
        for (FileEvent event : chunk) {
            if (event.value() != null) {
                raw.add(RawEvent.of(event.value(), null, name, 0, event.index(), -1));
            }
        }
        Outcome[] outcomes = scorer.score(raw);
        int next = 0;
        for (FileEvent event : chunk) {
            events++;
            RecordFailure failure = event.failure();
            if (event.value() != null) {
                Outcome outcome = outcomes[next++];
                if (outcome instanceof Outcome.Scored scored) {
                    output.write(scored.prediction());
                    predictions++;
                } else {
                    failure = ((Outcome.Failed) outcome).failure();
                }
            }
            if (failure != null) {
                failures.merge(failure.category(), 1L, Long::sum);
                progress.failed(input.place(event), failure);
                if (deadLetters != null) {
                    deadLetters.write(event, failure);
                }
            }
        }
    }
}
