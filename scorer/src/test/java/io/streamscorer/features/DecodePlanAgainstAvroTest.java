package io.streamscorer.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.streamscorer.failure.FailureCategory;
import io.streamscorer.failure.RecordException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SystemLimitException;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Holds the decoder against Avro's own reader: the same bytes, the same two schemas, every cell and every copied field.
 *
 * <p>On damaged bytes Avro's reader is the laxer of the two. The differences that are allowed are exactly these: bytes that are not as Avro's
 * own writer would write the value that they hold may be rejected as malformed; and an event may be rejected for a feature before its malformed
 * end is seen. On whole bytes too, a string or plain bytes that Avro reads as a decimal are rejected, see {@link LogicalMatch}.
 */
class DecodePlanAgainstAvroTest {
    private static final String[] LIMITS = {
        SystemLimitException.MAX_BYTES_LENGTH_PROPERTY,
        SystemLimitException.MAX_COLLECTION_LENGTH_PROPERTY,
        SystemLimitException.MAX_STRING_LENGTH_PROPERTY
    };

    /** Keeps Avro's reader, not ours, from allocating gigabytes for a damaged length. */
    @BeforeContainer
    static void limitAvro() throws ReflectiveOperationException {
        for (String limit : LIMITS) {
            System.setProperty(limit, "10000");
        }
        resetLimits();
    }

    @AfterContainer
    static void unlimitAvro() throws ReflectiveOperationException {
        for (String limit : LIMITS) {
            System.clearProperty(limit);
        }
        resetLimits();
    }

    private static void resetLimits() throws ReflectiveOperationException {
        var reset = SystemLimitException.class.getDeclaredMethod("resetLimits");
        reset.setAccessible(true);
        reset.invoke(null);
    }

    @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void shouldDecodeWhatAvroReads(@ForAll long seed) throws IOException {
        // given
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        Schema writer = new RandomSchemas(random).event();
        Schema reader = new RandomEvolution(random).evolve(writer);
        Subject subject = subject(writer, reader, random);
        if (subject == null) {
            count("unresolvable");
            return;
        }
        for (int i = 0; i < 3; i++) {
            byte[] event = new RandomEvents(random).bytes(writer, random.nextInt(3) == 0);

            // when
            RecordException failure = subject.decode(event, random);

            // then
            AvroReference reference = subject.reference(event);
            if (reference == null) {
                if (failure == null) {
                    throw new AssertionError(
                            "Avro rejects an event that the plan decodes: " + writer + " read as " + reader);
                }
                assertThat(failure.failure().category())
                        .isIn(
                                FailureCategory.SCHEMA_MISMATCH,
                                FailureCategory.MISSING_FEATURE,
                                FailureCategory.INVALID_FEATURE);
            } else {
                requireAgreement(subject, reference, failure);
            }
            count(failure);
        }
    }

    @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void shouldDecodeDamagedBytesAsAvroOrRejectThem(@ForAll long seed) throws IOException {
        // given
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        Schema writer = new RandomSchemas(random).event();
        Schema reader = random.nextBoolean() ? writer : new RandomEvolution(random).evolve(writer);
        Subject subject = subject(writer, reader, random);
        if (subject == null) {
            count("unresolvable");
            return;
        }
        byte[] whole = new RandomEvents(random).bytes(writer, random.nextInt(3) == 0);
        for (int i = 0; i < 12; i++) {
            byte[] event = damage(whole, random);

            // when
            RecordException failure = subject.decode(event, random);

            // then
            count(failure);
            if (failure == null) {
                AvroReference reference = subject.reference(event);
                if (reference == null) {
                    fail("Avro rejects " + Arrays.toString(event) + " of " + writer + " read as " + reader);
                }
                requireAgreement(subject, reference, null);
            } else if (failure.failure().category() == FailureCategory.MALFORMED_AVRO) {
                assertThat(isAsAvroWrites(writer, event))
                        .as(
                                "%s is rejected though it is as Avro writes it: %s",
                                Arrays.toString(event), failure.getMessage())
                        .isFalse();
            } else {
                AvroReference reference = subject.reference(event);
                if (reference != null) {
                    requireAgreement(subject, reference, failure);
                }
            }
        }
    }

    /** Counts outcomes and requires, once all tries are done, that the tests saw all kinds of them. */
    private static void count(String outcome) {
        Statistics.collect(outcome);
        Statistics.coverage(coverage -> {
            coverage.check("decoded").percentage(share -> share > 20);
            coverage.check("unresolvable").percentage(share -> share > 0.02 && share < 20);
            for (FailureCategory category : List.of(
                    FailureCategory.SCHEMA_MISMATCH,
                    FailureCategory.MISSING_FEATURE,
                    FailureCategory.INVALID_FEATURE)) {
                coverage.check(category.wireName()).percentage(share -> share > 0.5);
            }
        });
    }

    private static void count(@Nullable RecordException failure) {
        count(failure == null ? "decoded" : failure.failure().category().wireName());
    }

    /** Counts what the features of decoded events are, and requires that all kinds were there. */
    private static void countKinds(FeatureSpec spec) {
        for (InputTensor tensor : spec.tensors()) {
            for (Feature feature : tensor.features()) {
                String encoding = feature.encoding().getClass().getSimpleName();
                Statistics.label("features").collect(encoding, feature.width() > 1);
            }
        }
        Statistics.label("features").coverage(coverage -> {
            for (boolean wide : new boolean[] {false, true}) {
                for (String encoding : List.of("Value", "Vocabulary", "Packed")) {
                    coverage.check(encoding, wide).percentage(share -> share > 0.5);
                }
            }
        });
    }

    private static void requireAgreement(Subject subject, AvroReference reference, @Nullable RecordException failure)
            throws IOException {
        Set<FailureCategory> expected = reference.failures();
        if (failure != null && failure.failure().message().contains("which would not mean the same when read as")) {
            assertThat(failure.failure().message()).contains("(decimal of "); // in a branch of the writer's union
        } else if (failure != null) {
            assertThat(expected)
                    .as(failure.failure().message())
                    .contains(failure.failure().category());
        } else {
            assertThat(expected).isEmpty();
            reference.requireEqual(subject.batch, Subject.ROW);
            countKinds(subject.spec);
        }
    }

    private static byte[] damage(byte[] whole, Random random) {
        byte[] event = whole.clone();
        int at = event.length == 0 ? 0 : random.nextInt(event.length);
        switch (random.nextInt(7)) {
            case 0 -> {
                return Arrays.copyOf(event, at);
            }
            case 1 -> {
                return Arrays.copyOf(event, event.length + 1 + random.nextInt(3));
            }
            case 2 -> random.nextBytes(event);
            case 3 -> {
                if (event.length > 0) {
                    event[at] = (byte) random.nextInt(256);
                    event[random.nextInt(event.length)] = (byte) 0xff;
                }
            }
            case 4 -> {
                if (event.length > 0) {
                    event[at] = (byte) random.nextInt(4);
                }
            }
            default -> {
                if (event.length > 0) {
                    event[at] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return event;
    }

    private static boolean isAsAvroWrites(Schema writer, byte[] event) throws IOException {
        Subject.Read read = Subject.read(avroReader(writer, writer), event);
        if (read == null) {
            return false;
        }
        var out = new java.io.ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(writer).write(read.event(), encoder);
        encoder.flush();
        return Arrays.equals(out.toByteArray(), event);
    }

    /** Avro's reader with a cache of its own: the one that all share holds on to every schema that it ever saw. */
    private static GenericDatumReader<GenericRecord> avroReader(Schema writer, Schema reader) {
        return new GenericDatumReader<>(writer, reader, new GenericData());
    }

    /** The plan and Avro's reader, or null if the schemas cannot be resolved: which neither must manage, then. */
    private static @Nullable Subject subject(Schema writer, Schema reader, Random random) {
        FeatureSpec spec = new RandomSpecs(random).spec(reader);
        try {
            return new Subject(DecodePlan.compile(writer, reader, spec), spec, writer, reader);
        } catch (RecordException e) {
            assertThat(e.failure().category()).isEqualTo(FailureCategory.SCHEMA_MISMATCH);
            byte[] event = new RandomEvents(random).bytes(writer, false);
            assertThat(Subject.readOrNull(avroReader(writer, reader), event))
                    .as("Avro reads what the plan rejects: %s", e.getMessage())
                    .isNull();
            return null;
        }
    }

    private record Subject(
            DecodePlan plan, FeatureSpec spec, GenericDatumReader<GenericRecord> avro, FeatureBatch batch) {
        static final int ROW = 1;

        Subject(DecodePlan plan, FeatureSpec spec, Schema writer, Schema reader) {
            this(plan, spec, avroReader(writer, reader), new FeatureBatch(spec, 3));
        }

        /** Decodes the event from the midst of other bytes. */
        @Nullable
        RecordException decode(byte[] event, Random random) {
            int before = random.nextInt(7);
            byte[] around = new byte[before + event.length + random.nextInt(7)];
            random.nextBytes(around);
            System.arraycopy(event, 0, around, before, event.length);
            batch.copied().begin(0);
            try {
                plan.decode(around, before, before + event.length, batch, ROW);
                return null;
            } catch (RecordException e) {
                return e;
            }
        }

        /** What Avro reads, or null if it rejects the event. */
        @Nullable
        AvroReference reference(byte[] event) {
            Read read = readOrNull(avro, event);
            return read == null ? null : new AvroReference(spec, read.event());
        }

        record Read(GenericRecord event) {}

        static @Nullable Read readOrNull(GenericDatumReader<GenericRecord> reader, byte[] event) {
            return read(reader, event);
        }

        static @Nullable Read read(GenericDatumReader<GenericRecord> reader, byte[] event) {
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(event, null);
            try {
                return new Read(reader.read(null, decoder));
            } catch (IOException
                    | AvroRuntimeException
                    | UnsupportedOperationException
                    | IndexOutOfBoundsException
                    | NullPointerException // from Avro, where Resolution.isIncomplete
                    | StackOverflowError e) {
                return null;
            }
        }
    }
}
