package io.streamscorer.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ScoreTallyTest {
    @Property(tries = 300)
    void shouldCountAsOneDoesByLookingAtEachBound(@ForAll("scores") double[] scores, @ForAll boolean probabilities) {
        // given
        ScoreHistogram histogram = probabilities ? ScoreHistogram.ofProbabilities() : ScoreHistogram.ofNumbers();
        double[] bounds = histogram.bounds();
        long[] expected = new long[bounds.length + 1];
        long nan = 0;
        for (double score : scores) {
            if (Double.isNaN(score)) {
                nan++;
            } else {
                expected[
                        (int) Arrays.stream(bounds)
                                .filter(bound -> bound < score)
                                .count()]++;
            }
        }
        ScoreTally forgotten = histogram.tally();
        ScoreTally first = histogram.tally();
        ScoreTally second = histogram.tally();

        // when
        for (int i = 0; i < scores.length; i++) {
            (i % 2 == 0 ? first : second).add(scores[i]);
            forgotten.add(scores[i]);
        }
        forgotten.clear();
        forgotten.handOver();
        first.handOver();
        second.handOver();
        first.handOver();

        // then
        assertThat(histogram.counts()).isEqualTo(expected);
        assertThat(histogram.notNumbers()).isEqualTo(nan);
        assertThat(histogram.sum()).isFinite();
    }

    @Provide
    Arbitrary<double[]> scores() {
        return Arbitraries.oneOf(
                        Arbitraries.of(ScoreHistogramBounds.all()),
                        Arbitraries.doubles().between(-0.1, 1.1),
                        Arbitraries.doubles().between(-1e8, 1e8),
                        Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY))
                .array(double[].class)
                .ofMaxSize(200);
    }

    /** Each bound, and its neighbours. */
    private static final class ScoreHistogramBounds {
        static Double[] all() {
            return Arrays.stream(new double[][] {
                        ScoreHistogram.ofProbabilities().bounds(),
                        ScoreHistogram.ofNumbers().bounds()
                    })
                    .flatMapToDouble(Arrays::stream)
                    .flatMap(bound -> Arrays.stream(new double[] {bound, Math.nextUp(bound), Math.nextDown(bound)}))
                    .boxed()
                    .toArray(Double[]::new);
        }
    }
}
