package org.serai.device.cpu.vector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;
import static org.serai.device.cpu.vector.Lanes.INTS;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** The upper halves of F32 numbers. A word holds two columns of a row, the first in the low half. */
final class Bf16Codes implements Codes {
    private static final int PER_WORD = 2;
    private static final int STEP = 4;
    private static final int SECOND = 0xFFFF0000;

    private final int blocks;
    private final MemorySegment words;

    Bf16Codes(int blocks, MemorySegment words) {
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
            for (int i = 0; i < BLOCK; i += STEP, word += PER_WORD * COUNT, column += STEP) {
                IntVector w = IntVector.fromMemorySegment(INTS, words, (long) Integer.BYTES * word, LITTLE_ENDIAN);
                IntVector v =
                        IntVector.fromMemorySegment(INTS, words, (long) Integer.BYTES * (word + COUNT), LITTLE_ENDIAN);
                FloatVector w0 = w.lanewise(LSHL, 16).reinterpretAsFloats();
                FloatVector w1 = w.and(SECOND).reinterpretAsFloats();
                FloatVector w2 = v.lanewise(LSHL, 16).reinterpretAsFloats();
                FloatVector w3 = v.and(SECOND).reinterpretAsFloats();
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
            IntVector w = IntVector.fromMemorySegment(INTS, words, (long) Integer.BYTES * word, LITTLE_ENDIAN);
            w.lanewise(LSHL, 16).reinterpretAsFloats().intoArray(target, to);
            w.and(SECOND).reinterpretAsFloats().intoArray(target, to + stride);
        }
    }

    private static float number(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }
}
