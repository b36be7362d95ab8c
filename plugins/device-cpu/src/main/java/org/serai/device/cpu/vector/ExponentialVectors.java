package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import org.serai.device.cpu.kernel.Exponential;

/**
 * The numbers of {@link Exponential} in all lanes, for loops that compute its powers in a vector. They are vectors, not
 * numbers: what has to be inlined for each broadcast would be too much for the compiler, which then gives up and puts vectors
 * on the heap.
 */
final class ExponentialVectors {
    static final FloatVector ROUNDER = FloatVector.broadcast(FLOATS, Exponential.ROUNDER);
    static final FloatVector LOG2_E = FloatVector.broadcast(FLOATS, Exponential.LOG2_E);
    static final FloatVector MINUS_LN2_HIGH = FloatVector.broadcast(FLOATS, Exponential.MINUS_LN2_HIGH);
    static final FloatVector MINUS_LN2_LOW = FloatVector.broadcast(FLOATS, Exponential.MINUS_LN2_LOW);
    static final FloatVector P0 = FloatVector.broadcast(FLOATS, Exponential.P0);
    static final FloatVector P1 = FloatVector.broadcast(FLOATS, Exponential.P1);
    static final FloatVector P2 = FloatVector.broadcast(FLOATS, Exponential.P2);
    static final FloatVector P3 = FloatVector.broadcast(FLOATS, Exponential.P3);
    static final FloatVector P4 = FloatVector.broadcast(FLOATS, Exponential.P4);
    static final FloatVector P5 = FloatVector.broadcast(FLOATS, Exponential.P5);
    static final FloatVector ONE = FloatVector.broadcast(FLOATS, 1);

    /** The exponent of 1, where a float has it. */
    static final int ONE_BITS = Exponential.EXPONENT_BIAS << Exponential.MANTISSA_BITS;

    private ExponentialVectors() {}
}
