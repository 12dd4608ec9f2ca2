package io.streamscorer.benchmarks.stage;

import java.util.List;

/** A garbage collector and the JVM options that choose it. */
public enum Collector {
    SERIAL("-XX:+UseSerialGC"),
    PARALLEL("-XX:+UseParallelGC"),
    G1("-XX:+UseG1GC"),
    /** Generational where the JVM has that as an option or as its only kind. */
    Z("-XX:+UseZGC"),
    SHENANDOAH("-XX:+UseShenandoahGC");

    private final String option;

    Collector(String option) {
        this.option = option;
    }

    /**
     * The options.
     *
     * @param javaVersion the feature release of the JVM that gets them
     */
    List<String> options(int javaVersion) {
        return this == Z && (javaVersion == 21 || javaVersion == 22)
                ? List.of(option, "-XX:+ZGenerational")
                : List.of(option);
    }
}
