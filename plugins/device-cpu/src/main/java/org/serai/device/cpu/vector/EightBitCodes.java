package org.serai.device.cpu.vector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.B2F;
import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Signed codes of up to eight bits, a byte each. */
final class EightBitCodes implements Codes {
    /** There is no vector of four bytes: with four lanes, one of eight serves two columns. */
    private static final int PARTS = COUNT == 4 ? 2 : 1;

    private static final int LOAD = PARTS * COUNT;
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(LOAD * Byte.SIZE));
    private static final int STEP = 8;

    private final int blocks;
    private final MemorySegment codes;

    EightBitCodes(int blocks, MemorySegment codes) {
        this.blocks = blocks;
        this.codes = codes;
    }

    private int at(int group, int column) {
        return (group * blocks * BLOCK + column) * COUNT;
    }

    @Override
    public float code(int group, int lane, int column) {
        return codes.get(ValueLayout.JAVA_BYTE, at(group, column) + lane);
    }

    @Override
    public void dot(Scales scales, int group, float[] x, int at, float[] out, int outAt) {
        MemorySegment factors = scales.factors();
        int scaleColumns = scales.columns();
        FloatVector total = FloatVector.zero(FLOATS);
        int scale = scales.at(group, 0);
        int code = at(group, 0);
        int column = at;
        int end = at + blocks * BLOCK;
        for (; column < end; scale += COUNT) {
            FloatVector c0 = FloatVector.zero(FLOATS);
            FloatVector c1 = FloatVector.zero(FLOATS);
            FloatVector c2 = FloatVector.zero(FLOATS);
            FloatVector c3 = FloatVector.zero(FLOATS);
            for (int i = 0; i < scaleColumns; i += STEP, code += STEP * COUNT, column += STEP) {
                FloatVector w0 = (FloatVector) ByteVector.fromMemorySegment(BYTES, codes, code, LITTLE_ENDIAN)
                        .convertShape(B2F, FLOATS, 0 % PARTS);
                FloatVector w1 =
                        (FloatVector) ByteVector.fromMemorySegment(BYTES, codes, code + 1 / PARTS * LOAD, LITTLE_ENDIAN)
                                .convertShape(B2F, FLOATS, 1 % PARTS);
                FloatVector w2 =
                        (FloatVector) ByteVector.fromMemorySegment(BYTES, codes, code + 2 / PARTS * LOAD, LITTLE_ENDIAN)
                                .convertShape(B2F, FLOATS, 2 % PARTS);
                FloatVector w3 =
                        (FloatVector) ByteVector.fromMemorySegment(BYTES, codes, code + 3 / PARTS * LOAD, LITTLE_ENDIAN)
                                .convertShape(B2F, FLOATS, 3 % PARTS);
                FloatVector w4 =
                        (FloatVector) ByteVector.fromMemorySegment(BYTES, codes, code + 4 / PARTS * LOAD, LITTLE_ENDIAN)
                                .convertShape(B2F, FLOATS, 4 % PARTS);
                FloatVector w5 =
                        (FloatVector) ByteVector.fromMemorySegment(BYTES, codes, code + 5 / PARTS * LOAD, LITTLE_ENDIAN)
                                .convertShape(B2F, FLOATS, 5 % PARTS);
                FloatVector w6 =
                        (FloatVector) ByteVector.fromMemorySegment(BYTES, codes, code + 6 / PARTS * LOAD, LITTLE_ENDIAN)
                                .convertShape(B2F, FLOATS, 6 % PARTS);
                FloatVector w7 =
                        (FloatVector) ByteVector.fromMemorySegment(BYTES, codes, code + 7 / PARTS * LOAD, LITTLE_ENDIAN)
                                .convertShape(B2F, FLOATS, 7 % PARTS);
                c0 = w0.fma(FloatVector.broadcast(FLOATS, x[column]), c0);
                c1 = w1.fma(FloatVector.broadcast(FLOATS, x[column + 1]), c1);
                c2 = w2.fma(FloatVector.broadcast(FLOATS, x[column + 2]), c2);
                c3 = w3.fma(FloatVector.broadcast(FLOATS, x[column + 3]), c3);
                c0 = w4.fma(FloatVector.broadcast(FLOATS, x[column + 4]), c0);
                c1 = w5.fma(FloatVector.broadcast(FLOATS, x[column + 5]), c1);
                c2 = w6.fma(FloatVector.broadcast(FLOATS, x[column + 6]), c2);
                c3 = w7.fma(FloatVector.broadcast(FLOATS, x[column + 7]), c3);
            }
            c0 = c0.add(c1).add(c2.add(c3));
            total = FloatVector.fromMemorySegment(FLOATS, factors, (long) Float.BYTES * scale, LITTLE_ENDIAN)
                    .fma(c0, total);
        }
        total.intoArray(out, outAt);
    }

    @Override
    public void unpack(int group, int fromBlock, int toBlock, float[] target, int at, int stride) {
        int to = at;
        int end = at(group, toBlock * BLOCK);
        for (int code = at(group, fromBlock * BLOCK); code < end; code += LOAD, to += PARTS * stride) {
            ByteVector w = ByteVector.fromMemorySegment(BYTES, codes, code, LITTLE_ENDIAN);
            ((FloatVector) w.convertShape(B2F, FLOATS, 0)).intoArray(target, to);
            if (PARTS == 2) {
                ((FloatVector) w.convertShape(B2F, FLOATS, PARTS - 1)).intoArray(target, to + stride);
            }
        }
    }
}
