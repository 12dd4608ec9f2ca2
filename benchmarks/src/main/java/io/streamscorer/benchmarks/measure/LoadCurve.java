package io.streamscorer.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * A rate of events that changes over time: stretches, one after the other, in each of which it goes from one value to another in a straight
 * line. Immutable.
 *
 * @param stretches at least one
 */
public record LoadCurve(List<Stretch> stretches) {
    public LoadCurve {
        stretches = List.copyOf(stretches);
        if (stretches.isEmpty()) {
            throw new IllegalArgumentException("A load needs at least one stretch");
        }
    }

    /**
     * A part of the time.
     *
     * @param seconds its length, above 0
     * @param from the rate at its start, in events per second, at least 0
     * @param to the rate at its end
     */
    public record Stretch(double seconds, double from, double to) {
        public Stretch {
            if (!(seconds > 0 && from >= 0 && to >= 0)) {
                throw new IllegalArgumentException("A stretch of " + seconds + " s from " + from + " to " + to
                        + " events/s: expected a length above 0 and rates of at least 0");
            }
        }

        /** How many events it has; not a whole number. */
        double events() {
            return seconds * (from + to) / 2;
        }

        /** When an event is due, in seconds after the stretch's start, by the area under the line. */
        double due(double number) {
            if (number <= 0) {
                return 0;
            }
            double growth = (to - from) / seconds;
            // The solution of from·t + growth/2·t² = number that stays exact where growth is 0.
            return 2 * number / (from + Math.sqrt(from * from + 2 * growth * number));
        }
    }

    /** The same with all rates multiplied. */
    public LoadCurve times(double factor) {
        return new LoadCurve(stretches.stream()
                .map(stretch -> new Stretch(stretch.seconds, stretch.from * factor, stretch.to * factor))
                .toList());
    }

    /** One curve, then another. */
    public LoadCurve then(LoadCurve next) {
        List<Stretch> all = new ArrayList<>(stretches);
        all.addAll(next.stretches);
        return new LoadCurve(all);
    }

    /** Its length in seconds. */
    public double seconds() {
        return stretches.stream().mapToDouble(Stretch::seconds).sum();
    }

    /** How many events are due before its end. */
    public long events() {
        return (long) Math.ceil(stretches.stream().mapToDouble(Stretch::events).sum());
    }

    /** The mean rate in events per second. */
    public double mean() {
        return stretches.stream().mapToDouble(Stretch::events).sum() / seconds();
    }

    /** Begins to go through its events. */
    Schedule schedule() {
        return new Schedule();
    }

    /** When events are due, asked one after the other. Not thread-safe. */
    final class Schedule {
        private int index;
        private double startSecond;
        private double startEvents;

        /**
         * When an event is due, in seconds after the start; the end for those that come after the last.
         *
         * @param number from 0 on, never less than before
         */
        double due(long number) {
            while (number - startEvents >= stretches.get(index).events()) {
                Stretch passed = stretches.get(index);
                if (index == stretches.size() - 1) {
                    return startSecond + passed.seconds();
                }
                startSecond += passed.seconds();
                startEvents += passed.events();
                index++;
            }
            return startSecond + stretches.get(index).due(number - startEvents);
        }
    }
}
