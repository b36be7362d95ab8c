package org.serai.device;

/**
 * Rotary position embedding (Su et al., 2021, arXiv:2104.09864). Pair i of a head at position p is turned by the angle
 * {@code p · frequencies[i]}, and both elements are multiplied by {@code magnitude}; elements beyond the pairs stay as
 * they are. Every kind of context scaling (linear, Llama 3, YaRN) is in the numbers.
 *
 * @param style which elements make a pair
 * @param frequencies radians per position for each pair; not to be changed
 * @param magnitude factor on sine and cosine; 1 but for YaRN
 */
@SuppressWarnings("ArrayRecordComponent") // one per model, compared by nobody
public record Rope(Style style, float[] frequencies, float magnitude) {
    /** Which elements of a head make pair i of n. */
    public enum Style {
        /** Elements 2i and 2i+1. */
        INTERLEAVED,
        /** Elements i and i+n. */
        HALVES
    }
}
