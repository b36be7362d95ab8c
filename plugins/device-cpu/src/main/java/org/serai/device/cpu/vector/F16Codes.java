package org.serai.device.cpu.vector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;
import static org.serai.device.cpu.vector.Lanes.INTS;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * IEEE half-precision numbers. A word holds two columns of a row, the first in the low half.
 *
 * <p>To widen one, its exponent and mantissa are put into their places in an F32: a number that is too small by the difference
 * of the exponent biases, 2¹¹². This holds for subnormal numbers, too. Infinities and NaN have the largest exponent and keep it.
 */
final class F16Codes implements Codes {
    private static final int PER_WORD = 2;

    private static final int SIGN = 0x80000000;
    private static final int MAGNITUDE = 0x7FFF0000;
    private static final float BIASES = 0x1p112f;
    private static final int LARGEST_EXPONENT = 0x7C000000 >> 3;
    private static final int NOT_FINITE = 0x70000000;

    private final int blocks;
    private final MemorySegment words;

    F16Codes(int blocks, MemorySegment words) {
        this.blocks = blocks;
        this.words = words;
    }

    private int at(int group, int column) {
        return (group * blocks * BLOCK + column) / PER_WORD * COUNT;
    }

    @Override
    public float code(int group, int lane, int column) {
        int word = words.getAtIndex(WORD, at(group, column) + lane);
        return number((short) (word >> (16 * (column % PER_WORD))));
    }

    @Override
    public void dot(Scales scales, int group, float[] x, int at, float[] out, int outAt) {
        FloatVector total = FloatVector.zero(FLOATS);
        int word = at(group, 0);
        int column = at;
        for (int block = 0; block < blocks; block++) {
            FloatVector c0 = FloatVector.zero(FLOATS);
            FloatVector c1 = FloatVector.zero(FLOATS);
            FloatVector c2 = FloatVector.zero(FLOATS);
            FloatVector c3 = FloatVector.zero(FLOATS);
            for (int i = 0; i < BLOCK; i += PER_WORD, word += COUNT, column += PER_WORD) {
                IntVector w = IntVector.fromMemorySegment(INTS, words, (long) Integer.BYTES * word, LITTLE_ENDIAN);
                IntVector v = w.lanewise(LSHL, 16);
                IntVector m0 = v.and(MAGNITUDE).lanewise(LSHR, 3);
                IntVector m1 = w.and(MAGNITUDE).lanewise(LSHR, 3);
                FloatVector w0 = m0.reinterpretAsFloats()
                        .mul(BIASES)
                        .reinterpretAsInts()
                        .blend(m0.or(NOT_FINITE), m0.compare(GE, LARGEST_EXPONENT))
                        .or(v.and(SIGN))
                        .reinterpretAsFloats();
                FloatVector w1 = m1.reinterpretAsFloats()
                        .mul(BIASES)
                        .reinterpretAsInts()
                        .blend(m1.or(NOT_FINITE), m1.compare(GE, LARGEST_EXPONENT))
                        .or(w.and(SIGN))
                        .reinterpretAsFloats();

                // The chains take turns: this word's are the next one's second pair.
                FloatVector s0 = w0.fma(FloatVector.broadcast(FLOATS, x[column]), c0);
                FloatVector s1 = w1.fma(FloatVector.broadcast(FLOATS, x[column + 1]), c1);
                c0 = c2;
                c1 = c3;
                c2 = s0;
                c3 = s1;
            }
            total = total.add(c0.add(c1).add(c2.add(c3)));
        }
        total.intoArray(out, outAt);
    }

    @Override
    public void unpack(int group, int fromBlock, int toBlock, float[] target, int at, int stride) {
        int to = at;
        int end = at(group, toBlock * BLOCK);
        for (int word = at(group, fromBlock * BLOCK); word < end; word += COUNT, to += PER_WORD * stride) {
            IntVector w = IntVector.fromMemorySegment(INTS, words, (long) Integer.BYTES * word, LITTLE_ENDIAN);
            for (int i = 0; i < PER_WORD; i++) {
                IntVector v = w.lanewise(LSHL, 16 * (1 - i));
                IntVector magnitude = v.and(MAGNITUDE).lanewise(LSHR, 3);
                magnitude
                        .reinterpretAsFloats()
                        .mul(BIASES)
                        .reinterpretAsInts()
                        .blend(magnitude.or(NOT_FINITE), magnitude.compare(GE, LARGEST_EXPONENT))
                        .or(v.and(SIGN))
                        .reinterpretAsFloats()
                        .intoArray(target, to + i * stride);
            }
        }
    }

    private static float number(short bits) {
        return Float.float16ToFloat(bits);
    }
}
