package org.serai.device.cpu.vector;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;
import static org.serai.device.cpu.vector.Lanes.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Signed codes of up to eight bits. A word holds four columns of a row, the first in the lowest bits. */
final class EightBitCodes implements Codes {
    private static final int PER_WORD = 4;
    private static final int STEP = 8;

    private final int blocks;
    private final int[] words;

    EightBitCodes(int groups, int blocks) {
        this.blocks = blocks;
        words = new int[groups * blocks * BLOCK / PER_WORD * COUNT];
    }

    private int at(int group, int column) {
        return (group * blocks * BLOCK + column) / PER_WORD * COUNT;
    }

    @Override
    public void set(int group, int lane, int column, float code) {
        words[at(group, column) + lane] |= ((int) code & 255) << (8 * (column % PER_WORD));
    }

    @Override
    public float code(int group, int lane, int column) {
        return (byte) (words[at(group, column) + lane] >>> (8 * (column % PER_WORD)));
    }

    @Override
    public long bytes() {
        return (long) Integer.BYTES * words.length;
    }

    @Override
    public void dot(Scales scales, int group, float[] x, int at, float[] out, int outAt) {
        float[] factors = scales.factors();
        int scaleColumns = scales.columns();
        FloatVector total = FloatVector.zero(FLOATS);
        int scale = scales.at(group, 0);
        int word = at(group, 0);
        int column = at;
        int end = at + blocks * BLOCK;
        for (; column < end; scale += COUNT) {
            FloatVector c0 = FloatVector.zero(FLOATS);
            FloatVector c1 = FloatVector.zero(FLOATS);
            FloatVector c2 = FloatVector.zero(FLOATS);
            FloatVector c3 = FloatVector.zero(FLOATS);
            for (int i = 0; i < scaleColumns; i += STEP, word += STEP / PER_WORD * COUNT, column += STEP) {
                IntVector w = IntVector.fromArray(INTS, words, word);
                IntVector v = IntVector.fromArray(INTS, words, word + COUNT);
                c0 = ((FloatVector) w.lanewise(LSHL, 24).lanewise(ASHR, 24).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column]), c0);
                c1 = ((FloatVector) w.lanewise(LSHL, 16).lanewise(ASHR, 24).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 1]), c1);
                c2 = ((FloatVector) w.lanewise(LSHL, 8).lanewise(ASHR, 24).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 2]), c2);
                c3 = ((FloatVector) w.lanewise(ASHR, 24).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 3]), c3);
                c0 = ((FloatVector) v.lanewise(LSHL, 24).lanewise(ASHR, 24).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 4]), c0);
                c1 = ((FloatVector) v.lanewise(LSHL, 16).lanewise(ASHR, 24).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 5]), c1);
                c2 = ((FloatVector) v.lanewise(LSHL, 8).lanewise(ASHR, 24).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 6]), c2);
                c3 = ((FloatVector) v.lanewise(ASHR, 24).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 7]), c3);
            }
            c0 = c0.add(c1).add(c2.add(c3));
            total = FloatVector.fromArray(FLOATS, factors, scale).fma(c0, total);
        }
        total.intoArray(out, outAt);
    }

    @Override
    public void unpack(int group, int fromBlock, int toBlock, float[] target, int at, int stride) {
        int to = at;
        int end = at(group, toBlock * BLOCK);
        for (int word = at(group, fromBlock * BLOCK); word < end; word += COUNT, to += PER_WORD * stride) {
            IntVector w = IntVector.fromArray(INTS, words, word);
            ((FloatVector) w.lanewise(LSHL, 24).lanewise(ASHR, 24).convert(I2F, 0)).intoArray(target, to);
            ((FloatVector) w.lanewise(LSHL, 16).lanewise(ASHR, 24).convert(I2F, 0)).intoArray(target, to + stride);
            ((FloatVector) w.lanewise(LSHL, 8).lanewise(ASHR, 24).convert(I2F, 0)).intoArray(target, to + 2 * stride);
            ((FloatVector) w.lanewise(ASHR, 24).convert(I2F, 0)).intoArray(target, to + 3 * stride);
        }
    }
}
