package org.serai.it.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run gave, in tokens per second.
 *
 * @param prefill of a prompt of {@link Workload#PROMPT_TOKENS}
 * @param decode of {@link Workload#ANSWER_TOKENS}, after a prompt of one
 */
record Rates(double prefill, double decode) {
    /** The median of each rate. */
    static Rates median(List<Rates> runs) {
        return new Rates(median(runs, Rates::prefill), median(runs, Rates::decode));
    }

    private static double median(List<Rates> runs, ToDoubleFunction<Rates> rate) {
        double[] sorted = runs.stream().mapToDouble(rate).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
