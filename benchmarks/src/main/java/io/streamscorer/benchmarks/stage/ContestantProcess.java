package io.streamscorer.benchmarks.stage;

import io.streamscorer.sandbox.process.ChildProcess;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A contestant at work in its own process. One thread. Closing it asks it to end, and kills it if it does not. */
public final class ContestantProcess implements AutoCloseable {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);
    private static final int TAIL_LINES = 40;

    private final ChildProcess process;
    private final int port;
    private @Nullable ProcessProbe probe;

    ContestantProcess(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Does nothing while it runs.
     *
     * @throws IllegalStateException when it has ended; the message holds the end of its log
     */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("A contestant ended with status "
                    + process.exitStatus().orElseThrow() + ". The end of its log:\n" + process.logTail(TAIL_LINES));
        }
    }

    /** Stops it where it is. */
    public void suspend() {
        process.suspend();
    }

    /** Lets it go on. */
    public void resume() {
        process.resume();
    }

    /** The end of its log. */
    public String logTail() {
        return process.logTail(TAIL_LINES);
    }

    /** What it has used so far. */
    public Usage usage() {
        return probe().usage();
    }

    /** Its resident memory now, in bytes; empty where the operating system is not Linux. */
    public OptionalLong residentBytes() {
        return probe().residentBytes();
    }

    /** The most resident memory that it has had, in bytes; empty where the operating system is not Linux. */
    public OptionalLong peakResidentBytes() {
        return probe().peakResidentBytes();
    }

    /** What it holds now. */
    public Vitals vitals() {
        return probe().vitals();
    }

    /** Ends it at once, also while it is suspended. What it had not committed is lost. */
    public void kill() {
        process.close();
        if (probe != null) {
            probe.close();
        }
    }

    private ProcessProbe probe() {
        ProcessProbe connected = probe;
        if (connected == null) {
            requireAlive();
            connected = ProcessProbe.connect(process.pid(), port);
            probe = connected;
        }
        return connected;
    }

    @Override
    public void close() {
        if (probe != null) {
            probe.close();
        }
        try (process) {
            process.terminate(STOP_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
