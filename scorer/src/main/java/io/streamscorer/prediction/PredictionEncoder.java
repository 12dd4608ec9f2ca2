package io.streamscorer.prediction;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import io.streamscorer.features.CopiedFields;
import io.streamscorer.model.LoadedModel;
import io.streamscorer.model.OutputRoles;
import io.streamscorer.schemas.Prediction;
import io.streamscorer.telemetry.ScoreTally;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes one row of the model's outputs as a {@link Prediction} in Avro's binary form, straight from the output tensors. What does not
 * change from row to row (model name, class names, output names) is encoded once. Not thread-safe.
 */
public final class PredictionEncoder {
    private static final int NULL_BRANCH = 0;
    private static final int VALUE_BRANCH = 1;

    private final byte[] head;
    private final OutputRoles roles;
    private final @Nullable ProbabilityEncoder probabilities;
    private final LabelEncoder label;
    private final TensorEncoder[] others;
    private final @Nullable ScoreTally scores;
    private final AvroOutput out = new AvroOutput();

    private List<OutputTensor> outputs = List.of();
    private int othersWithoutRole;
    private long scoredAt;
    private String topic = "";
    private byte[] topicBytes = new byte[0];
    private int schemaId = -1;
    private byte[] tail = new byte[0];

    /**
     * Prepares the parts that stay the same.
     *
     * @param framing the bytes that go before the Avro bytes: the wire format's prefix with the prediction schema's id
     * @param model whose outputs are written
     */
    public PredictionEncoder(byte[] framing, LoadedModel model) {
        this(framing, model, null);
    }

    /**
     * Prepares the parts that stay the same, and has the scores counted.
     *
     * @param scores told each score; not used by others; null for none
     */
    public PredictionEncoder(byte[] framing, LoadedModel model, @Nullable ScoreTally scores) {
        this.scores = scores;
        AvroOutput constant = new AvroOutput();
        constant.writeRaw(framing);
        constant.writeBytes(model.name().getBytes(UTF_8));
        constant.writeBytes(model.version().getBytes(UTF_8));
        this.head = constant.toByteArray();
        this.roles = model.roles();
        this.probabilities = roles.probabilities() == null ? null : new ProbabilityEncoder(roles.probabilities());
        this.label = new LabelEncoder(roles);
        this.others = new TensorEncoder[model.outputNames().size()];
        for (int i = 0; i < others.length; i++) {
            others[i] = new TensorEncoder(model.outputNames().get(i));
        }
    }

    /** The schema of what is written. */
    public static Schema schema() {
        return Prediction.getClassSchema();
    }

    /**
     * Takes the model's outputs for a batch, whose rows are encoded next.
     *
     * @param results the outputs; read until the next call
     * @param batchScoredAt when the batch was scored, in milliseconds since 1970-01-01 UTC
     */
    public void begin(List<OutputTensor> results, long batchScoredAt) {
        outputs = results;
        othersWithoutRole = 0;
        for (int i = 0; i < others.length; i++) {
            if (!hasRole(i, results.get(i))) {
                othersWithoutRole++;
            }
        }
        scoredAt = batchScoredAt;
        tail = tail();
    }

    /**
     * Encodes one row.
     *
     * @param row the row among the outputs
     * @param copied the fields copied from the batch's events
     * @param copiedRow the row among the copied fields
     * @param source where the event stood
     * @param schemaId the id of the event's schema
     * @return the framed bytes, a new array
     * @throws RecordException with the category {@code model-rejected} if the row's label has no class, or its largest element is asked for
     *     and all are NaN
     */
    public byte[] encode(int row, CopiedFields copied, int copiedRow, EventSource source, int eventSchemaId)
            throws RecordException {
        out.clear();
        out.writeRaw(head);
        writeScore(row);
        writeLabel(row);
        writeProbabilities(row);
        writeOthers(row);
        writeCopied(copied, copiedRow);
        out.writeBytes(topicBytes(source.topic()));
        out.writeLong(source.partition());
        out.writeLong(source.offset());
        out.writeLong(source.timestamp());
        out.writeRaw(tail(eventSchemaId));
        return out.toByteArray();
    }

    /** Hands over the scores that were counted since the last call. */
    public void handOverScores() {
        if (scores != null) {
            scores.handOver();
        }
    }

    /** Forgets the scores that were counted and not handed over. */
    public void clearScores() {
        if (scores != null) {
            scores.clear();
        }
    }

    private void writeScore(int row) throws RecordException {
        OutputRoles.Score score = roles.score();
        if (score == null) {
            out.writeLong(NULL_BRANCH);
            return;
        }
        OutputTensor tensor = outputs.get(score.output());
        if (score.element() >= tensor.elementsPerRow()) {
            throw new RecordException(
                    FailureCategory.MODEL_REJECTED,
                    "The score is element " + score.element() + " of output '" + tensor.name()
                            + "', but the model gave only " + tensor.elementsPerRow());
        }
        int first = row * tensor.elementsPerRow();
        int element = score.element() >= 0 ? first + score.element() : Elements.indexOfMax(tensor, row);
        double value = Elements.asDouble(tensor, element);
        if (scores != null) {
            scores.add(value);
        }
        out.writeLong(VALUE_BRANCH);
        out.writeDouble(value);
    }

    private void writeLabel(int row) throws RecordException {
        if (roles.label() == null) {
            out.writeLong(NULL_BRANCH);
            return;
        }
        byte[] bytes = label.bytes(outputs, row);
        out.writeLong(VALUE_BRANCH);
        out.writeBytes(bytes);
    }

    private void writeProbabilities(int row) throws RecordException {
        if (probabilities == null) {
            out.writeLong(NULL_BRANCH);
            return;
        }
        out.writeLong(VALUE_BRANCH);
        probabilities.write(out, outputs, row);
    }

    private void writeOthers(int row) {
        if (othersWithoutRole > 0) {
            out.writeLong(othersWithoutRole);
            for (int i = 0; i < others.length; i++) {
                if (!hasRole(i, outputs.get(i))) {
                    others[i].write(out, outputs.get(i), row);
                }
            }
        }
        out.writeLong(0);
    }

    /** Whether all that the output holds stands in score, label or probabilities already. */
    private boolean hasRole(int index, OutputTensor tensor) {
        boolean single = tensor.elementsPerRow() == 1;
        return (roles.probabilities() != null && roles.probabilities().output() == index)
                || (single && roles.label() != null && roles.label().output() == index)
                || (single && roles.score() != null && roles.score().output() == index);
    }

    private void writeCopied(CopiedFields copied, int row) {
        int entries = copied.entries(row);
        if (entries > 0) {
            out.writeLong(entries);
            out.writeRaw(copied.bytes(), copied.start(row), copied.end(row));
        }
        out.writeLong(0);
    }

    /** What follows the event's timestamp: the schema's id and the time of scoring, the same for nearly all rows of a batch. */
    private byte[] tail(int eventSchemaId) {
        if (eventSchemaId != schemaId) {
            schemaId = eventSchemaId;
            tail = tail();
        }
        return tail;
    }

    private byte[] tail() {
        AvroOutput constant = new AvroOutput();
        constant.writeLong(schemaId);
        constant.writeLong(scoredAt);
        return constant.toByteArray();
    }

    private byte[] topicBytes(String name) {
        if (!name.equals(topic)) {
            topic = name;
            topicBytes = name.getBytes(UTF_8);
        }
        return topicBytes;
    }

    static RecordException noClass(Number index, int classes) {
        return new RecordException(
                FailureCategory.MODEL_REJECTED,
                "The model gave the label " + index + ", but its package names " + classes + " classes, 0 to "
                        + (classes - 1));
    }
}
