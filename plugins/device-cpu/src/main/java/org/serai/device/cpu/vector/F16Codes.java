package org.serai.device.cpu.vector;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;
import static org.serai.device.cpu.vector.Lanes.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** IEEE half-precision numbers. A word holds two columns of a row, the first in the low half. */
final class F16Codes implements Codes {
    private static final int PER_WORD = 2;
    private static final int STEP = 4;
    private static final int LARGEST_EXPONENT = 0x7C000000 >> 3;

    private final int blocks;
    private final int[] words;

    F16Codes(int groups, int blocks) {
        this.blocks = blocks;
        words = new int[groups * blocks * BLOCK / PER_WORD * COUNT];
    }

    private int at(int group, int column) {
        return (group * blocks * BLOCK + column) / PER_WORD * COUNT;
    }

    @Override
    public void setRow(int group, int lane, int[] row) {
        int at = at(group, 0) + lane;
        for (int i = 0; i < blocks * BLOCK / PER_WORD; i++) {
            words[at + i * COUNT] = row[i];
        }
    }

    @Override
    public float code(int group, int lane, int column) {
        return number((short) (words[at(group, column) + lane] >> (16 * (column % PER_WORD))));
    }

    @Override
    public long bytes() {
        return (long) Integer.BYTES * words.length;
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
            for (int i = 0; i < BLOCK; i += STEP, word += PER_WORD * COUNT, column += STEP) {
                IntVector w = IntVector.fromArray(INTS, words, word);
                IntVector v = IntVector.fromArray(INTS, words, word + COUNT);
                FloatVector w0 = first(w);
                FloatVector w1 = second(w);
                FloatVector w2 = first(v);
                FloatVector w3 = second(v);
                c0 = w0.fma(FloatVector.broadcast(FLOATS, x[column]), c0);
                c1 = w1.fma(FloatVector.broadcast(FLOATS, x[column + 1]), c1);
                c2 = w2.fma(FloatVector.broadcast(FLOATS, x[column + 2]), c2);
                c3 = w3.fma(FloatVector.broadcast(FLOATS, x[column + 3]), c3);
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
            IntVector w = IntVector.fromArray(INTS, words, word);
            first(w).intoArray(target, to);
            second(w).intoArray(target, to + stride);
        }
    }

    private static float number(short bits) {
        return Float.float16ToFloat(bits);
    }

    private static FloatVector first(IntVector w) {
        return widen(w.lanewise(LSHL, 16));
    }

    private static FloatVector second(IntVector w) {
        return widen(w);
    }

    /**
     * The numbers in the high halves. Exponent and mantissa, put into their places in an F32, make a number that is too
     * small by the difference of the exponent biases; this holds for subnormal numbers, too. Infinities and NaN have the
     * largest exponent and keep it.
     */
    private static FloatVector widen(IntVector w) {
        IntVector magnitude = w.and(0x7FFF0000).lanewise(LSHR, 3);
        IntVector finite = magnitude.reinterpretAsFloats().mul(0x1p112f).reinterpretAsInts();
        IntVector number = finite.blend(magnitude.or(0x70000000), magnitude.compare(GE, LARGEST_EXPONENT));
        return number.or(w.and(0x80000000)).reinterpretAsFloats();
    }
}
