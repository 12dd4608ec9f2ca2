package io.streamscorer.benchmarks.measure;

import io.streamscorer.benchmarks.measure.LoadCurve.Stretch;
import java.util.ArrayList;
import java.util.List;

/** A way in which a load comes; the mean of each is 1, so that it can be multiplied by any rate. */
public enum LoadShape {
    /** The same all the time. */
    STEADY(Double.POSITIVE_INFINITY),
    /** Half a second of nothing, then half a second of twice the mean. */
    BURSTS(1),
    /** 3 s of little, then 5 s of more than the mean: of a mean of 80 % it makes 30 % and 110 %. */
    SQUARE(8),
    /** A slow rise over the whole time: of a mean of 80 % it makes 60 % to 100 %. */
    RAMP(Double.POSITIVE_INFINITY);

    private final double periodSeconds;

    /** @param periodSeconds about how long a period is; infinite where there is but one */
    LoadShape(double periodSeconds) {
        this.periodSeconds = periodSeconds;
    }

    /** The parts of a period whose length is 1. */
    private List<Stretch> period() {
        return switch (this) {
            case STEADY -> List.of(new Stretch(1, 1, 1));
            case BURSTS -> List.of(new Stretch(0.5, 0, 0), new Stretch(0.5, 2, 2));
            case SQUARE -> List.of(new Stretch(0.375, 0.375, 0.375), new Stretch(0.625, 1.375, 1.375));
            case RAMP -> List.of(new Stretch(1, 0.75, 1.25));
        };
    }

    /** The shape over some time, in whole periods, the mean being 1. */
    public LoadCurve over(double seconds) {
        long periods = Math.max(1, Math.round(seconds / periodSeconds));
        List<Stretch> stretches = new ArrayList<>();
        for (long i = 0; i < periods; i++) {
            for (Stretch part : period()) {
                stretches.add(new Stretch(part.seconds() * seconds / periods, part.from(), part.to()));
            }
        }
        return new LoadCurve(stretches);
    }
}
