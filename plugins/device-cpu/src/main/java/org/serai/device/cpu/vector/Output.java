package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** Puts the lanes of results into the rows of activations, where the last group of weight rows may be incomplete. */
final class Output {
    private Output() {}

    /**
     * Stores or adds the results of one group of weight rows.
     *
     * @param at where the first of {@code count} results belongs
     */
    static void put(float[] results, int resultsAt, float[] out, int at, int count, boolean add) {
        if (count == COUNT) {
            FloatVector result = FloatVector.fromArray(FLOATS, results, resultsAt);
            (add ? FloatVector.fromArray(FLOATS, out, at).add(result) : result).intoArray(out, at);
        } else {
            for (int i = 0; i < count; i++) {
                out[at + i] = add ? out[at + i] + results[resultsAt + i] : results[resultsAt + i];
            }
        }
    }
}
