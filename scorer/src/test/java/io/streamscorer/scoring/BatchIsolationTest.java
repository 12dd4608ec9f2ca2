package io.streamscorer.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamscorer.engine.OutputTensor;
import io.streamscorer.engine.ScoringException;
import io.streamscorer.engine.ScoringSession;
import io.streamscorer.failure.StopSignal;
import io.streamscorer.failure.UnavailableException;
import io.streamscorer.features.Dtype;
import io.streamscorer.features.Feature;
import io.streamscorer.features.FeatureBatch;
import io.streamscorer.features.FeatureSpec;
import io.streamscorer.features.FieldPath;
import io.streamscorer.features.InputTensor;
import io.streamscorer.features.MissingValue;
import io.streamscorer.model.FakeOutput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchIsolationTest {
    private static final FeatureSpec SPEC = new FeatureSpec(
            List.of(new InputTensor(
                    "x", Dtype.FLOAT32, List.of(new Feature(FieldPath.parse("a"), new MissingValue.Reject())))),
            List.of());
    private static final int CAPACITY = 64;

    private final AtomicInteger calls = new AtomicInteger();
    private final TreeMap<Integer, Float> scored = new TreeMap<>();
    private final TreeSet<Integer> rejected = new TreeSet<>();

    @Property(tries = 300)
    void shouldScoreAllRowsButThoseTheModelFailsOn(
            @ForAll @IntRange(min = 1, max = CAPACITY) int rows,
            @ForAll Set<@IntRange(max = CAPACITY - 1) Integer> bad) {
        // given
        scored.clear();
        rejected.clear();
        Set<Integer> badRows = bad.stream().filter(row -> row < rows).collect(Collectors.toSet());
        BatchIsolation isolation = isolation(failingOn(badRows));

        // when
        isolation.score(numbered(rows), rows, sink());

        // then
        assertThat(rejected).isEqualTo(badRows);
        assertThat(scored.keySet())
                .isEqualTo(IntStream.range(0, rows)
                        .filter(row -> !badRows.contains(row))
                        .boxed()
                        .collect(Collectors.toSet()));
        scored.forEach((row, score) -> assertThat(score).isEqualTo(row + 1f));
    }

    @Test
    void shouldFindOneBadRowWithFewCalls() {
        // given
        BatchIsolation isolation = isolation(failingOn(Set.of(37)));

        // when
        isolation.score(numbered(CAPACITY), CAPACITY, sink());

        // then
        assertThat(rejected).containsExactly(37);
        assertThat(calls)
                .as("1 + 2·log2(64), the witness, and the row once more")
                .hasValueLessThanOrEqualTo(15);
    }

    @Test
    void shouldBlameTheModelAndNoRowWhenEverythingFails() {
        // given
        BatchIsolation isolation = isolation((batch, rows) -> {
            throw new ScoringException("out of memory", null);
        });

        // when / then
        assertThatThrownBy(() -> isolation.score(numbered(4), 4, sink()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("The model fails on every event")
                .hasMessageContaining("out of memory")
                .hasMessageContaining("No event was given up");
        assertThat(rejected).isEmpty();
        assertThat(scored).isEmpty();
    }

    @Test
    void shouldFindTheBadRowOfAFirstBatchThoughTheModelFailsOnZeros() {
        // given
        BatchIsolation isolation = isolation(failingOn(Set.of(-1, 0)));

        // when
        isolation.score(numbered(4), 4, sink());

        // then
        assertThat(rejected).containsExactly(0);
        assertThat(scored.keySet()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldNotBlameARowForAFailureThatPasses() {
        // given
        AtomicInteger failures = new AtomicInteger(1);
        BatchIsolation isolation = isolation((batch, rows) -> {
            if (failures.getAndDecrement() > 0) {
                throw new ScoringException("out of memory", null);
            }
            return echo(batch, rows);
        });

        // when
        isolation.score(numbered(1), 1, sink());

        // then
        assertThat(rejected).isEmpty();
        assertThat(scored.keySet()).containsExactly(0);
    }

    @Test
    void shouldGoOnWhenTheModelRecovers() {
        // given
        AtomicInteger failures = new AtomicInteger(5);
        BatchIsolation isolation = isolation((batch, rows) -> {
            if (failures.getAndDecrement() > 0) {
                throw new ScoringException("out of memory", null);
            }
            return echo(batch, rows);
        });

        // when
        isolation.score(numbered(4), 4, sink());

        // then
        assertThat(rejected).isEmpty();
        assertThat(scored.keySet()).containsExactly(0, 1, 2, 3);
    }

    private interface Behaviour {
        List<OutputTensor> score(FeatureBatch batch, int rows) throws ScoringException;
    }

    private BatchIsolation isolation(Behaviour behaviour) {
        ScoringSession session = new ScoringSession() {
            @Override
            public List<OutputTensor> score(FeatureBatch batch, int rows) throws ScoringException {
                calls.incrementAndGet();
                return behaviour.score(batch, rows);
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
        return new BatchIsolation(
                session,
                new FeatureBatch(SPEC, CAPACITY),
                new FeatureBatch(SPEC, 1),
                new Retry(Duration.ofSeconds(1), new StopSignal()),
                ScoringListener.NONE);
    }

    /** Fails on batches that hold one of these rows; row r holds the feature r + 1, and the witness 0. */
    private static Behaviour failingOn(Set<Integer> badRows) {
        return (batch, rows) -> {
            for (int row = 0; row < rows; row++) {
                if (badRows.contains((int) batch.buffer(0).getFloat(row * Float.BYTES) - 1)) {
                    throw new ScoringException("bad row", null);
                }
            }
            return echo(batch, rows);
        };
    }

    private static List<OutputTensor> echo(FeatureBatch batch, int rows) {
        List<Float> elements = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            elements.add(batch.buffer(0).getFloat(row * Float.BYTES));
        }
        return List.of(FakeOutput.of("y", Dtype.FLOAT32, new long[0], elements));
    }

    private static FeatureBatch numbered(int rows) {
        FeatureBatch batch = new FeatureBatch(SPEC, CAPACITY);
        for (int row = 0; row < rows; row++) {
            batch.buffer(0).putFloat(row * Float.BYTES, row + 1f);
        }
        return batch;
    }

    private BatchIsolation.RowSink sink() {
        return new BatchIsolation.RowSink() {
            private List<OutputTensor> current = List.of();

            @Override
            public void outputs(List<OutputTensor> outputs) {
                current = outputs;
            }

            @Override
            public void scored(int outputRow, int row) {
                assertThat(scored.put(row, current.get(0).data().getFloat(outputRow * Float.BYTES)))
                        .isNull();
            }

            @Override
            public void rejected(ScoringException reason, int row) {
                assertThat(rejected.add(row)).isTrue();
            }
        };
    }
}
