package org.serai.runtime.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Limits of histogram buckets: those of OpenTelemetry's conventions for generative AI, and longer ones for models that work
 * on CPUs, where an answer may take an hour.
 */
final class Buckets {
    private static final int POWERS_OF_TWO = 20;
    private static final int POWERS_OF_FOUR = 14;

    /** How long a whole request or a wait takes: 10 ms to 87 minutes, doubling. */
    static final Duration[] REQUEST = durations(
            DoubleStream.iterate(0.01, limit -> limit * 2).limit(POWERS_OF_TWO).toArray());

    /** How long the first token takes. */
    static final Duration[] FIRST_TOKEN = durations(
            0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 120, 300, 600,
            1800, 3600);

    /** How long a further token takes. */
    static final Duration[] NEXT_TOKEN =
            durations(0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 10);

    /** Numbers of tokens: 1 to 67,108,864. */
    static final double[] TOKENS =
            DoubleStream.iterate(1, limit -> limit * 4).limit(POWERS_OF_FOUR).toArray();

    private Buckets() {}

    private static Duration[] durations(double... seconds) {
        return Arrays.stream(seconds)
                .mapToObj(limit -> Duration.ofNanos(Math.round(limit * 1e9)))
                .toArray(Duration[]::new);
    }
}
