package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/** Functions that the Vector API has no fast form of. */
final class VectorMath {
    private static final float LOG2_E = 1.442695f;
    /** ln 2 in two parts: the first has so few bits that its product with a whole number is exact. */
    private static final float LN2_HIGH = 0.6933594f;

    private static final float LN2_LOW = -0.00021219444f;
    /** Added and subtracted again, this rounds to a whole number, which then stands in the low bits. */
    private static final float ROUNDER = 0x1.8p23f;

    private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
    private static final float LARGEST = 88.722f;
    private static final float SMALLEST = -87.336f;
    private static final int EXPONENT_BIAS = 127;
    private static final int MANTISSA_BITS = 23;

    private static final VectorShuffle<Float> ACROSS_8 = across(8 % COUNT);
    private static final VectorShuffle<Float> ACROSS_4 = across(4 % COUNT);
    private static final VectorShuffle<Float> ACROSS_2 = across(2);
    private static final VectorShuffle<Float> ACROSS_1 = across(1);

    private VectorMath() {}

    /**
     * {@code e}<sup>x</sup> with a relative error below 2⁻²²; 0 below −87.336, where the result would be subnormal, and
     * infinite above 88.722. {@code exp(0)} is exactly 1.
     *
     * <p>Cody and Waite's reduction to {@code |r| ≤ ln2 / 2} and the polynomial of Moshier's Cephes library ({@code expf}).
     */
    static FloatVector exp(FloatVector x) {
        FloatVector bounded = x.max(SMALLEST).min(LARGEST);
        FloatVector shifted =
                bounded.fma(FloatVector.broadcast(FLOATS, LOG2_E), FloatVector.broadcast(FLOATS, ROUNDER));
        FloatVector whole = shifted.sub(ROUNDER);
        FloatVector r = whole.fma(FloatVector.broadcast(FLOATS, -LN2_HIGH), bounded);
        r = whole.fma(FloatVector.broadcast(FLOATS, -LN2_LOW), r);

        FloatVector p =
                r.fma(FloatVector.broadcast(FLOATS, 0.00019875691f), FloatVector.broadcast(FLOATS, 0.0013981999f));
        p = p.fma(r, FloatVector.broadcast(FLOATS, 0.008333452f));
        p = p.fma(r, FloatVector.broadcast(FLOATS, 0.041665796f));
        p = p.fma(r, FloatVector.broadcast(FLOATS, 0.16666666f));
        p = p.fma(r, FloatVector.broadcast(FLOATS, 0.5f));
        p = p.fma(r.mul(r), r).add(1);

        // 2^128 is no float: two factors of about half the exponent.
        IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        FloatVector scaled = p.mul(power(half)).mul(power(exponent.sub(half)));

        return scaled.blend(0, x.lt(SMALLEST)).blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, LARGEST));
    }

    /**
     * The sum of all lanes, always in the same order. {@link FloatVector#reduceLanes} may add in another order when the code
     * is compiled, and a result would change in its last bits in the middle of a run.
     */
    static float sum(FloatVector v) {
        FloatVector sum = v;
        if (COUNT > 8) {
            sum = sum.add(sum.rearrange(ACROSS_8));
        }
        if (COUNT > 4) {
            sum = sum.add(sum.rearrange(ACROSS_4));
        }
        sum = sum.add(sum.rearrange(ACROSS_2));
        return sum.add(sum.rearrange(ACROSS_1)).lane(0);
    }

    /** Exchanges each lane with the one at some distance. */
    private static VectorShuffle<Float> across(int distance) {
        return VectorShuffle.fromOp(FLOATS, lane -> lane ^ distance);
    }

    private static FloatVector power(IntVector exponent) {
        return exponent.add(EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                .reinterpretAsFloats();
    }
}
