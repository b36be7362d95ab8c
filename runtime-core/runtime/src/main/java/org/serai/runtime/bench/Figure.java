package org.serai.runtime.bench;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How fast some work was.
 *
 * @param serai the rate of each round
 * @param peer likewise; empty where there is no peer, or it cannot do this work
 */
record Figure(Work work, List<Double> serai, List<Double> peer) {
    /** The median of Serai over that of the peer. */
    OptionalDouble ratio() {
        return peer.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(serai) / median(peer));
    }

    /** The middle of some numbers, of which there is at least one. */
    static double median(List<Double> numbers) {
        double[] sorted = numbers.stream().mapToDouble(n -> n).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
