package io.streamscorer.cli;

import io.streamscorer.failure.Lines;
import io.streamscorer.failure.RecordFailure;
import io.streamscorer.failure.SetupException;
import io.streamscorer.files.ScoringProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shows how far a file's scoring is, and the first events that could not be scored. Not thread-safe. */
final class FileProgress implements ScoringProgress, AutoCloseable {
    private final ProgressLine line;
    private final long bytes;

    /**
     * @param line what shows it; closed with this
     * @param bytes the file's size
     */
    FileProgress(ProgressLine line, long bytes) {
        this.line = line;
        this.bytes = bytes;
    }

    static FileProgress of(Path file, PrintWriter err) {
        try {
            return new FileProgress(ProgressLine.to(err), Files.size(file));
        } catch (IOException e) {
            throw new SetupException(file + ": cannot be read: " + Lines.of(e), e);
        }
    }

    @Override
    public void advanced(long events, long bytesRead) {
        line.advanced(bytesRead, bytes, events, "events");
    }

    @Override
    public void failed(String place, RecordFailure failure) {
        line.failed(
                place + ": " + failure.category().wireName() + ": " + failure.message(),
                "... and more events that cannot be scored; they are counted");
    }

    /** Clears the line that is written over. */
    void finish() {
        line.finish();
    }

    @Override
    public void close() {
        finish();
    }
}
