package io.streamscorer.features;

import io.streamscorer.failure.RecordException;
import io.streamscorer.failure.SetupException;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;

/**
 * The way from the bytes of events that were written with one schema to rows of a {@link FeatureBatch}, worked out once. Immutable and
 * thread-safe: the threads that see a schema share its plan.
 *
 * <p>The values are those that Avro's {@code GenericDatumReader} gives for the same two schemas, converted to the tensor's element type. An
 * event that it cannot read is rejected here too, even where the fault lies in a field that the model does not use. Stricter than Avro are
 * the ends of things: bytes after the record, lengths and block sizes that do not fit, integers longer than their type, and booleans
 * other than 0 and 1 are malformed.
 *
 * <p>Integers and booleans (0 and 1) go to any dtype of numbers that holds them, floating-point numbers to the floating-point dtypes, rounded once,
 * of two numbers as near to the even one. A finite number that would be infinite is out of range, as is an integer that an integer tensor
 * does not hold. A decimal is the nearest float64 to the number it stands for, and only one without digits after the point goes to an integer
 * tensor, exactly. Strings and enums go to tensors of strings, or through a vocabulary to numbers. A scaling is computed in float64.
 *
 * <p>An array must have as many items as the feature is wide, and packed bytes as many as their elements take; a string for a tensor of
 * strings must be UTF-8. What is not so rejects the event as {@code invalid-feature}. Arrays are read until they have too many items, and
 * maps to their end: a key that occurs twice has its last value, and one that does not occur is missing, as null is.
 *
 * <p>Two schemas that Avro resolves may still mean different things: a used field whose logical type is another one in the event's schema, or a
 * decimal where the event's schema has none or one of another scale or precision, is {@code schema-mismatch}.
 */
public final class DecodePlan {
    private final FeatureSpec spec;
    private final ProgramRunner runner;

    private DecodePlan(FeatureSpec spec, ProgramRunner runner) {
        this.spec = spec;
        this.runner = runner;
    }

    /**
     * Works out how to decode events of one schema.
     *
     * @param writer the schema that the events were written with
     * @param reader the schema that the feature spec speaks of
     * @param spec what is read
     * @throws RecordException of the category {@code schema-mismatch} if no event of that schema can be read, or if a used field is neither
     *     in it nor has a default, or means another thing there
     * @throws SetupException if the reader schema does not fit the spec, with the problems of {@link FeatureMapping#check}
     */
    public static DecodePlan compile(Schema writer, Schema reader, FeatureSpec spec) throws RecordException {
        List<String> problems = FeatureMapping.check(reader, spec);
        if (!problems.isEmpty()) {
            throw new SetupException(problems);
        }
        FieldUse use = FieldUse.of(spec);
        Program program = new PlanCompiler(reader).compile(Resolution.resolve(writer, reader, use), use);
        return new DecodePlan(spec, new ProgramRunner(program, spec.tensors()));
    }

    /**
     * Decodes one event into one row: every cell of it and its copied fields. Allocates nothing but the strings of tensors of strings
     * and what decimals of more than 53 bits or 22 digits after the point need, unless it throws or the copied fields outgrow what they had
     * before. After an exception the tensors hold what they held, and the row's copied fields anything.
     *
     * @param bytes holds the event, and maybe other things around it
     * @param from where the event's Avro binary form starts
     * @param to where it ends, exclusive
     * @param batch what is filled, made for the same spec
     * @param row the row to fill; the copied fields demand ascending rows, see {@link CopiedFields}
     * @throws RecordException if the event is malformed, lacks a feature that must not be missing, holds a value that the tensor cannot or that
     *     the vocabulary lacks, or hits what the reader schema cannot express
     */
    @SuppressWarnings("ReferenceEquality") // it is the same object but for callers who make their specs anew
    public void decode(byte[] bytes, int from, int to, FeatureBatch batch, int row) throws RecordException {
        Objects.checkFromToIndex(from, to, bytes.length);
        Objects.checkIndex(row, batch.capacity());
        if (batch.spec() != spec && !batch.spec().equals(spec)) {
            throw new IllegalArgumentException("The batch was made for another feature spec than the plan");
        }
        AvroInput input = batch.input();
        input.reset(bytes, from, to);
        batch.element(0);
        batch.copied().begin(row);
        runner.run(0, input, batch, row, 0);
        input.requireEnd();
        batch.store(row);
    }
}
