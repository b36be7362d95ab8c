package org.serai.device.cpu.vector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/** The weights themselves. */
final class F32Codes implements Codes {
    private static final int STEP = 4;

    private final int blocks;
    private final MemorySegment numbers;

    F32Codes(int blocks, MemorySegment numbers) {
        this.blocks = blocks;
        this.numbers = numbers;
    }

    private int at(int group, int column) {
        return (group * blocks * BLOCK + column) * COUNT;
    }

    @Override
    public float code(int group, int lane, int column) {
        return Float.intBitsToFloat(numbers.getAtIndex(WORD, at(group, column) + lane));
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
                c0 = FloatVector.fromMemorySegment(FLOATS, numbers, (long) Float.BYTES * number, LITTLE_ENDIAN)
                        .fma(FloatVector.broadcast(FLOATS, x[column]), c0);
                c1 = FloatVector.fromMemorySegment(
                                FLOATS, numbers, (long) Float.BYTES * (number + COUNT), LITTLE_ENDIAN)
                        .fma(FloatVector.broadcast(FLOATS, x[column + 1]), c1);
                c2 = FloatVector.fromMemorySegment(
                                FLOATS, numbers, (long) Float.BYTES * (number + 2 * COUNT), LITTLE_ENDIAN)
                        .fma(FloatVector.broadcast(FLOATS, x[column + 2]), c2);
                c3 = FloatVector.fromMemorySegment(
                                FLOATS, numbers, (long) Float.BYTES * (number + 3 * COUNT), LITTLE_ENDIAN)
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
            FloatVector.fromMemorySegment(FLOATS, numbers, (long) Float.BYTES * number, LITTLE_ENDIAN)
                    .intoArray(target, to);
        }
    }
}
