package org.serai.device.cpu.kernel;

/**
 * {@code e}<sup>x</sup> in F32, as all fast kernels compute it: Cody and Waite's reduction to {@code |r| ≤ ln2 / 2} and the
 * polynomial of Moshier's Cephes library ({@code expf}).
 */
public final class Exponential {
    /** Added and subtracted again, this rounds to a whole number, which then stands in the low bits. */
    public static final float ROUNDER = 0x1.8p23f;

    public static final float LOG2_E = 1.442695f;

    /** ln 2 in two parts: the first has so few bits that its product with a whole number is exact. */
    public static final float MINUS_LN2_HIGH = -0.6933594f;

    public static final float MINUS_LN2_LOW = 0.00021219444f;

    /** The coefficients of r⁷ to r². */
    public static final float P0 = 0.00019875691f;

    public static final float P1 = 0.0013981999f;
    public static final float P2 = 0.008333452f;
    public static final float P3 = 0.041665796f;
    public static final float P4 = 0.16666666f;
    public static final float P5 = 0.5f;

    public static final int EXPONENT_BIAS = 127;
    public static final int MANTISSA_BITS = 23;

    /** What smaller numbers count as in {@link #ofNegative}: here the power of two, whose exponent is no more, has become 0. */
    public static final float LOWEST = -88;

    private Exponential() {}

    /**
     * {@code e}<sup>x</sup> for numbers that are not above 0, with a relative error below 2⁻²² where the result is a normal number
     * (from −87.336 on), and 0 below −87.69; no number for what is none. {@code e}⁰ is exactly 1.
     */
    public static float ofNegative(float x) {
        float bounded = LOWEST > x ? LOWEST : x;
        float shifted = Math.fma(bounded, LOG2_E, ROUNDER);
        float whole = shifted - ROUNDER;
        float r = Math.fma(whole, MINUS_LN2_LOW, Math.fma(whole, MINUS_LN2_HIGH, bounded));
        float p = Math.fma(P0, r, P1);
        p = Math.fma(p, r, P2);
        p = Math.fma(p, r, P3);
        p = Math.fma(p, r, P4);
        p = Math.fma(p, r, P5);
        p = Math.fma(p, r * r, r) + 1;
        // The shift leaves of the rounder's own bits nothing.
        int power = (Float.floatToRawIntBits(shifted) << MANTISSA_BITS) + (EXPONENT_BIAS << MANTISSA_BITS);
        return p * Float.intBitsToFloat(power);
    }
}
