package io.streamscorer.model;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.InputTensor;
import java.util.List;

/** A model that a test gives its behaviour. */
public record FakeModel(
        String name,
        String version,
        List<InputTensor> inputs,
        List<String> outputNames,
        OutputRoles roles,
        Behaviour behaviour)
        implements LoadedModel {

    /** What a session does. */
    @FunctionalInterface
    public interface Behaviour {
        List<OutputTensor> score(FeatureBatch batch, int rows) throws ScoringException;
    }

    @Override
    public String digest() {
        return "0".repeat(64);
    }

    @Override
    public String engine() {
        return "fake";
    }

    @Override
    public String device() {
        return "cpu";
    }

    @Override
    public String deviceReason() {
        return "";
    }

    @Override
    public ScoringSession openSession() {
        return new ScoringSession() {
            @Override
            public List<OutputTensor> score(FeatureBatch batch, int rows) throws ScoringException {
                return behaviour.score(batch, rows);
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    @Override
    public long openTensors() {
        return 0;
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
