package io.streamscorer.benchmarks.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The course of a soak: a tenth of the time to warm up under a steady load, then all shapes of load three times in the same order, so that
 * each third of the rest has had the same load. Immutable.
 *
 * @param length how long it lasts
 */
public record SoakPlan(Duration length) {
    /** How often all shapes come after the warm-up. */
    public static final int THIRDS = 3;

    private static final int WARM_UP_PART = 10;

    public SoakPlan {
        if (length.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new IllegalArgumentException(
                    "A soak of " + length.toSeconds() + " s is too short. Expected 60 s at least");
        }
    }

    /**
     * A time in which the load has one shape.
     *
     * @param from when it begins, in seconds after the start
     * @param to when it ends
     */
    public record Phase(LoadShape shape, double from, double to) {}

    /** How long it warms up, in seconds. */
    public double warmUpSeconds() {
        return length.toMillis() * 1e-3 / WARM_UP_PART;
    }

    /** The phases without gaps; the first is the warm-up. */
    public List<Phase> phases() {
        int shapes = LoadShape.values().length;
        double each = (length.toMillis() * 1e-3 - warmUpSeconds()) / (THIRDS * shapes);
        List<Phase> phases = new ArrayList<>(List.of(new Phase(LoadShape.STEADY, 0, warmUpSeconds())));
        for (int third = 0; third < THIRDS; third++) {
            for (LoadShape shape : LoadShape.values()) {
                double from = warmUpSeconds() + (phases.size() - 1) * each;
                phases.add(new Phase(shape, from, from + each));
            }
        }
        return phases;
    }

    /**
     * The load.
     *
     * @param mean of each phase, in events per second
     */
    public LoadCurve load(double mean) {
        return phases().stream()
                .map(phase -> phase.shape().over(phase.to() - phase.from()))
                .reduce(LoadCurve::then)
                .orElseThrow()
                .times(mean);
    }
}
