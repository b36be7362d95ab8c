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
        FloatVector total = FloatVector.zero(FLOATS);
        int word = at(group, 0);
        int column = at;
        int end = at + blocks * BLOCK;
        int scale = scales.at(group, 0);
        int scaleColumns = scales.columns();
        while (column < end) {
            FloatVector c0 = FloatVector.zero(FLOATS);
            FloatVector c1 = FloatVector.zero(FLOATS);
            FloatVector c2 = FloatVector.zero(FLOATS);
            FloatVector c3 = FloatVector.zero(FLOATS);
            for (int i = 0; i < scaleColumns; i += PER_WORD, word += COUNT) {
                IntVector w = IntVector.fromArray(INTS, words, word);
                c0 = code(w.lanewise(LSHL, 24)).fma(FloatVector.broadcast(FLOATS, x[column + i]), c0);
                c1 = code(w.lanewise(LSHL, 16)).fma(FloatVector.broadcast(FLOATS, x[column + i + 1]), c1);
                c2 = code(w.lanewise(LSHL, 8)).fma(FloatVector.broadcast(FLOATS, x[column + i + 2]), c2);
                c3 = code(w).fma(FloatVector.broadcast(FLOATS, x[column + i + 3]), c3);
            }
            total = scales.add(total, c0.add(c1).add(c2.add(c3)), scale, 0);
            column += scaleColumns;
            scale += COUNT;
        }
        total.intoArray(out, outAt);
    }

    @Override
    public void unpack(int group, int fromBlock, int toBlock, float[] target, int at, int stride) {
        int to = at;
        int end = at(group, toBlock * BLOCK);
        for (int word = at(group, fromBlock * BLOCK); word < end; word += COUNT, to += PER_WORD * stride) {
            IntVector w = IntVector.fromArray(INTS, words, word);
            code(w.lanewise(LSHL, 24)).intoArray(target, to);
            code(w.lanewise(LSHL, 16)).intoArray(target, to + stride);
            code(w.lanewise(LSHL, 8)).intoArray(target, to + 2 * stride);
            code(w).intoArray(target, to + 3 * stride);
        }
    }

    /** The signed number in the highest bits. */
    private static FloatVector code(IntVector w) {
        return (FloatVector) w.lanewise(ASHR, 24).convert(I2F, 0);
    }
}
