package io.streamscorer.cli;

import io.streamscorer.config.ScorerConfig;
import io.streamscorer.features.FeatureMapping;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.FieldPath;
import io.streamscorer.files.SampleAgreement;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.ModelSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The part of a set-up that lies on this machine: the model, which is loaded once. One thread at a time. Closing it closes the model. */
final class ModelPart implements AutoCloseable {
    private final ScorerConfig config;
    private @Nullable OpenedModel opened;
    private @Nullable FeatureSpec spec;

    ModelPart(ScorerConfig config) {
        this.config = config;
    }

    /** Loads the model, unless it is there. */
    Findings look() {
        Findings findings = new Findings();
        findings.attempt(this::load);
        OpenedModel there = opened;
        if (there != null) {
            LoadedModel model = there.model();
            findings.note("model '" + model.name() + "' version " + model.version() + " runs on " + model.device()
                    + (model.deviceReason().isEmpty() ? "" : ": " + model.deviceReason()));
            SampleAgreement agreement = there.agreement();
            if (agreement != null) {
                findings.note(agreement.describe());
            }
        }
        return findings;
    }

    private void load() {
        if (opened == null) {
            opened = OpenedModel.open(
                    config.modelPath(),
                    new ModelSettings(config.modelDevice(), config.modelThreads(), config.batchMaxRecords()));
        }
        if (spec == null) {
            spec = new FeatureSpec(
                    opened.model().inputs(),
                    config.outputFields().stream().map(FieldPath::parse).toList());
        }
    }

    /** Whether the model's features and the copied fields are in a schema of events; nothing where there is no model to hold it against. */
    Findings fit(Schema schema) {
        Findings findings = new Findings();
        OpenedModel there = opened;
        FeatureSpec wanted = spec;
        if (there == null || wanted == null) {
            return findings;
        }
        mismatches(schema, there.modelPackage().description(), wanted).forEach(findings::problem);
        if (findings.good()) {
            findings.note(
                    "every mapped field is in the event schema '" + schema.getFullName() + "' with a type that fits");
        }
        return findings;
    }

    private static List<String> mismatches(Schema schema, Path description, FeatureSpec wanted) {
        if (schema.getType() != Schema.Type.RECORD) {
            return FeatureMapping.check(schema, wanted);
        }
        return Stream.concat(
                        FeatureMapping.check(schema, new FeatureSpec(wanted.tensors(), List.of())).stream()
                                .map(mismatch -> description + ": " + mismatch),
                        FeatureMapping.check(schema, new FeatureSpec(List.of(), wanted.copiedFields())).stream()
                                .map(mismatch -> "output.fields: " + mismatch))
                .toList();
    }

    /** The model, once {@link #look} found nothing wrong. */
    LoadedModel model() {
        return Setup.found(opened, "model").model();
    }

    /** What is read from an event, once {@link #look} found nothing wrong. */
    FeatureSpec spec() {
        return Setup.found(spec, "feature spec");
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
