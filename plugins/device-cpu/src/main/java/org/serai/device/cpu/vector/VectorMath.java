package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import org.serai.device.cpu.kernel.Exponential;

/** Functions that the Vector API has no fast form of. */
final class VectorMath {
    private static final int ROUNDER_BITS = Float.floatToRawIntBits(Exponential.ROUNDER);
    private static final float LARGEST = 88.722f;
    private static final float SMALLEST = -87.336f;

    // Vectors, not numbers: what has to be inlined for each broadcast would be too much for the compiler, which then
    // gives up
    // and puts vectors on the heap.
    private static final FloatVector ALL_ROUNDER = all(Exponential.ROUNDER);
    private static final FloatVector LOG2_E = all(Exponential.LOG2_E);
    private static final FloatVector MINUS_LN2_HIGH = all(Exponential.MINUS_LN2_HIGH);
    private static final FloatVector MINUS_LN2_LOW = all(Exponential.MINUS_LN2_LOW);
    private static final FloatVector P0 = all(Exponential.P0);
    private static final FloatVector P1 = all(Exponential.P1);
    private static final FloatVector P2 = all(Exponential.P2);
    private static final FloatVector P3 = all(Exponential.P3);
    private static final FloatVector P4 = all(Exponential.P4);
    private static final FloatVector P5 = all(Exponential.P5);

    private static final VectorShuffle<Float> ACROSS_8 = across(8 % COUNT);
    private static final VectorShuffle<Float> ACROSS_4 = across(4 % COUNT);
    private static final VectorShuffle<Float> ACROSS_2 = across(2);
    private static final VectorShuffle<Float> ACROSS_1 = across(1);

    private VectorMath() {}

    /**
     * {@code e}<sup>x</sup> with a relative error below 2⁻²²; 0 below −87.336, where the result would be subnormal, and
     * infinite above 88.722. {@code exp(0)} is exactly 1. {@link Exponential} says how it is computed.
     */
    static FloatVector exp(FloatVector x) {
        VectorMask<Float> low = x.lt(SMALLEST);
        VectorMask<Float> high = x.compare(VectorOperators.GT, LARGEST);
        // The API's min and max heed zeros of both signs and numbers that are none, which takes longer.
        FloatVector bounded = x.blend(SMALLEST, low).blend(LARGEST, high);
        FloatVector shifted = shifted(bounded);
        FloatVector p = fraction(bounded, shifted);

        // 2^128 is no float: two factors of about half the exponent.
        IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        FloatVector scaled = p.mul(power(half)).mul(power(exponent.sub(half)));

        return scaled.blend(0, low).blend(Float.POSITIVE_INFINITY, high);
    }

    /** The same, to the bit, for numbers that are not above 0. */
    static FloatVector expOfNegative(FloatVector x) {
        VectorMask<Float> low = x.lt(SMALLEST);
        FloatVector bounded = x.blend(SMALLEST, low);
        FloatVector shifted = shifted(bounded);
        IntVector exponent = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
        return fraction(bounded, shifted).mul(power(exponent)).blend(0, low);
    }

    /** {@code x / ln2}, rounded, plus the rounder. */
    private static FloatVector shifted(FloatVector x) {
        return x.fma(LOG2_E, ALL_ROUNDER);
    }

    /** {@code e}<sup>x</sup> without the power of two. */
    private static FloatVector fraction(FloatVector x, FloatVector shifted) {
        FloatVector whole = shifted.sub(ALL_ROUNDER);
        FloatVector r = whole.fma(MINUS_LN2_LOW, whole.fma(MINUS_LN2_HIGH, x));
        FloatVector p = r.fma(P0, P1).fma(r, P2).fma(r, P3).fma(r, P4).fma(r, P5);
        return p.fma(r.mul(r), r).add(1);
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

    private static FloatVector all(float number) {
        return FloatVector.broadcast(FLOATS, number);
    }

    private static FloatVector power(IntVector exponent) {
        return exponent.add(Exponential.EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, Exponential.MANTISSA_BITS)
                .reinterpretAsFloats();
    }
}
