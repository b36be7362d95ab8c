package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** The weights themselves. */
final class F32Codes implements Codes {
    private static final int STEP = 4;

    private final int blocks;
    private final float[] numbers;

    F32Codes(int groups, int blocks) {
        this.blocks = blocks;
        numbers = new float[groups * blocks * BLOCK * COUNT];
    }

    private int at(int group, int column) {
        return (group * blocks * BLOCK + column) * COUNT;
    }

    @Override
    public void setRow(int group, int lane, int[] row) {
        int at = at(group, 0) + lane;
        for (int i = 0; i < blocks * BLOCK; i++) {
            numbers[at + i * COUNT] = Float.intBitsToFloat(row[i]);
        }
    }

    @Override
    public float code(int group, int lane, int column) {
        return numbers[at(group, column) + lane];
    }

    @Override
    public long bytes() {
        return (long) Float.BYTES * numbers.length;
    }

    @Override
    public void dot(Scales scales, int group, float[] x, int at, float[] out, int outAt) {
        FloatVector total = FloatVector.zero(FLOATS);
        int number = at(group, 0);
        int column = at;
        for (int block = 0; block < blocks; block++) {
            FloatVector c0 = FloatVector.zero(FLOATS);
            FloatVector c1 = FloatVector.zero(FLOATS);
            FloatVector c2 = FloatVector.zero(FLOATS);
            FloatVector c3 = FloatVector.zero(FLOATS);
            for (int i = 0; i < BLOCK; i += STEP, number += STEP * COUNT, column += STEP) {
                c0 = FloatVector.fromArray(FLOATS, numbers, number).fma(FloatVector.broadcast(FLOATS, x[column]), c0);
                c1 = FloatVector.fromArray(FLOATS, numbers, number + COUNT)
                        .fma(FloatVector.broadcast(FLOATS, x[column + 1]), c1);
                c2 = FloatVector.fromArray(FLOATS, numbers, number + 2 * COUNT)
                        .fma(FloatVector.broadcast(FLOATS, x[column + 2]), c2);
                c3 = FloatVector.fromArray(FLOATS, numbers, number + 3 * COUNT)
                        .fma(FloatVector.broadcast(FLOATS, x[column + 3]), c3);
            }
            total = total.add(c0.add(c1).add(c2.add(c3)));
        }
        total.intoArray(out, outAt);
    }

    @Override
    public void unpack(int group, int fromBlock, int toBlock, float[] target, int at, int stride) {
        int to = at;
        int end = at(group, toBlock * BLOCK);
        for (int number = at(group, fromBlock * BLOCK); number < end; number += COUNT, to += stride) {
            FloatVector.fromArray(FLOATS, numbers, number).intoArray(target, to);
        }
    }
}
