package org.serai.device.cpu.vector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;
import static org.serai.device.cpu.vector.Lanes.INTS;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** Codes from 0 to 15. A word holds eight columns of a row, the first in the lowest bits. */
final class FourBitCodes implements Codes {
    private static final int PER_WORD = 8;

    private final int blocks;
    private final MemorySegment words;

    FourBitCodes(int blocks, MemorySegment words) {
        this.blocks = blocks;
        this.words = words;
    }

    private int at(int group, int column) {
        return (group * blocks * BLOCK + column) / PER_WORD * COUNT;
    }

    @Override
    public float code(int group, int lane, int column) {
        return (words.getAtIndex(WORD, at(group, column) + lane) >>> (4 * (column % PER_WORD))) & 15;
    }

    @Override
    public void dot(Scales scales, int group, float[] x, int at, float[] out, int outAt) {
        MemorySegment factors = scales.factors();
        MemorySegment summands = scales.summands();
        boolean affine = scales.affine();
        float bias = scales.bias();
        FloatVector total = FloatVector.zero(FLOATS);
        int scale = scales.at(group, 0);
        int word = at(group, 0);
        int column = at;
        int sums = at + blocks * BLOCK;
        for (int block = 0; block < blocks; block++, scale += COUNT) {
            FloatVector c0 = FloatVector.broadcast(FLOATS, -bias * x[sums + block]);
            FloatVector c1 = FloatVector.zero(FLOATS);
            FloatVector c2 = FloatVector.zero(FLOATS);
            FloatVector c3 = FloatVector.zero(FLOATS);
            for (int i = 0; i < BLOCK / PER_WORD; i++, word += COUNT, column += PER_WORD) {
                IntVector w = IntVector.fromMemorySegment(INTS, words, (long) Integer.BYTES * word, LITTLE_ENDIAN);
                c0 = ((FloatVector) w.and(15).convert(I2F, 0)).fma(FloatVector.broadcast(FLOATS, x[column]), c0);
                c1 = ((FloatVector) w.lanewise(LSHR, 4).and(15).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 1]), c1);
                c2 = ((FloatVector) w.lanewise(LSHR, 8).and(15).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 2]), c2);
                c3 = ((FloatVector) w.lanewise(LSHR, 12).and(15).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 3]), c3);
                c0 = ((FloatVector) w.lanewise(LSHR, 16).and(15).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 4]), c0);
                c1 = ((FloatVector) w.lanewise(LSHR, 20).and(15).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 5]), c1);
                c2 = ((FloatVector) w.lanewise(LSHR, 24).and(15).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 6]), c2);
                c3 = ((FloatVector) w.lanewise(LSHR, 28).convert(I2F, 0))
                        .fma(FloatVector.broadcast(FLOATS, x[column + 7]), c3);
            }
            c0 = c0.add(c1).add(c2.add(c3));
            total = FloatVector.fromMemorySegment(FLOATS, factors, (long) Float.BYTES * scale, LITTLE_ENDIAN)
                    .fma(c0, total);
            if (affine) {
                FloatVector sum = FloatVector.broadcast(FLOATS, x[sums + block]);
                total = FloatVector.fromMemorySegment(FLOATS, summands, (long) Float.BYTES * scale, LITTLE_ENDIAN)
                        .fma(sum, total);
            }
        }
        total.intoArray(out, outAt);
    }

    @Override
    public void unpack(int group, int fromBlock, int toBlock, float[] target, int at, int stride) {
        int to = at;
        int end = at(group, toBlock * BLOCK);
        for (int word = at(group, fromBlock * BLOCK); word < end; word += COUNT, to += PER_WORD * stride) {
            IntVector w = IntVector.fromMemorySegment(INTS, words, (long) Integer.BYTES * word, LITTLE_ENDIAN);
            ((FloatVector) w.and(15).convert(I2F, 0)).intoArray(target, to);
            ((FloatVector) w.lanewise(LSHR, 4).and(15).convert(I2F, 0)).intoArray(target, to + stride);
            ((FloatVector) w.lanewise(LSHR, 8).and(15).convert(I2F, 0)).intoArray(target, to + 2 * stride);
            ((FloatVector) w.lanewise(LSHR, 12).and(15).convert(I2F, 0)).intoArray(target, to + 3 * stride);
            ((FloatVector) w.lanewise(LSHR, 16).and(15).convert(I2F, 0)).intoArray(target, to + 4 * stride);
            ((FloatVector) w.lanewise(LSHR, 20).and(15).convert(I2F, 0)).intoArray(target, to + 5 * stride);
            ((FloatVector) w.lanewise(LSHR, 24).and(15).convert(I2F, 0)).intoArray(target, to + 6 * stride);
            ((FloatVector) w.lanewise(LSHR, 28).convert(I2F, 0)).intoArray(target, to + 7 * stride);
        }
    }
}
