package org.serai.device.opencl.check;

/**
 * How far two results in F32 may be apart that were computed in different orders. With u = 2⁻²⁴, a sum of n products, fused
 * or not, is within {@code n · u} of the sum of their magnitudes (Higham, Accuracy and Stability of Numerical Algorithms,
 * §3.1). OpenCL promises exponentials within 3 units in the last place, and divisions and roots within 3 where it does not
 * round them correctly (the OpenCL specification, §7.4).
 */
final class Bounds {
    static final double U = 0x1p-24;

    /** Of an exponential, a division and what stands around them. */
    static final double FUNCTION = 0x1p-20;

    /** Both sides are in F32. */
    private static final int SIDES = 2;

    private Bounds() {}

    /** Of a sum of products, to which one more number may be added. */
    static double dot(float[] x, float[] w, float added) {
        double magnitudes = Math.abs(added);
        for (int i = 0; i < x.length; i++) {
            magnitudes += Math.abs((double) x[i] * w[i]);
        }
        return SIDES * (x.length + 4) * U * magnitudes + Float.MIN_NORMAL;
    }

    /** Of a number that is normalised with {@code columns} others. */
    static double normalised(float expected, int columns) {
        return SIDES * (columns + 16) * U * Math.abs((double) expected) + Float.MIN_NORMAL;
    }

    /**
     * Of attention. An error e in the scores changes each weight by a factor within {@code 1 ± 2e}; sums over tokens are sums
     * as any other.
     *
     * @param scores the largest sum of magnitudes of a score's products, with the scale
     * @param value the largest magnitude of a value
     */
    static double attention(double scores, double value, int columns, int tokens) {
        double score = (columns + 16) * U * scores;
        return SIDES * value * (4 * score + 4 * tokens * U + FUNCTION) + Float.MIN_NORMAL;
    }
}
