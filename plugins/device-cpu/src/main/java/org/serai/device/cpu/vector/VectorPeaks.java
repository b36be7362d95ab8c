package org.serai.device.cpu.vector;

import static java.nio.ByteOrder.nativeOrder;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops that do nothing but what a limit of the hardware counts. The results only keep the compiler from leaving them out. */
public final class VectorPeaks {
    private static final VectorSpecies<Long> LONGS = FLOATS.withLanes(long.class);

    /** A distance for {@link #read}. */
    public static final long NEIGHBOURS = LONGS.vectorByteSize();

    /** Independent sums: enough to hide the latency of two multiply-adds in each cycle. */
    private static final int SUMS = 10;

    private VectorPeaks() {}

    /** The operations of {@link #multiplyAdd}. */
    public static long operations(int rounds) {
        return 2L * SUMS * FLOATS.length() * rounds;
    }

    /** Multiplies and adds, all in registers. */
    public static float multiplyAdd(int rounds, float factor) {
        FloatVector x = FloatVector.broadcast(FLOATS, factor);
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0.add(1);
        FloatVector s2 = s0.add(2);
        FloatVector s3 = s0.add(3);
        FloatVector s4 = s0.add(4);
        FloatVector s5 = s0.add(5);
        FloatVector s6 = s0.add(6);
        FloatVector s7 = s0.add(7);
        FloatVector s8 = s0.add(8);
        FloatVector s9 = s0.add(9);
        for (int round = 0; round < rounds; round++) {
            s0 = s0.fma(x, x);
            s1 = s1.fma(x, x);
            s2 = s2.fma(x, x);
            s3 = s3.fma(x, x);
            s4 = s4.fma(x, x);
            s5 = s5.fma(x, x);
            s6 = s6.fma(x, x);
            s7 = s7.fma(x, x);
            s8 = s8.fma(x, x);
            s9 = s9.fma(x, x);
        }
        FloatVector first = s0.add(s1).add(s2).add(s3).add(s4);
        FloatVector second = s5.add(s6).add(s7).add(s8).add(s9);
        return first.add(second).reduceLanes(VectorOperators.MAX);
    }

    /**
     * Reads a part of some memory.
     *
     * @param length a multiple of 256 bytes
     * @param distance between four places that are read in turns: a quarter of the length, for a CPU that reads ahead in each; or
     *     the bytes of a vector, as {@link #NEIGHBOURS}, to read all in one go
     */
    public static long read(MemorySegment data, long from, long length, long distance) {
        LongVector s0 = LongVector.zero(LONGS);
        LongVector s1 = s0;
        LongVector s2 = s0;
        LongVector s3 = s0;
        long step = distance == NEIGHBOURS ? 4 * distance : NEIGHBOURS;
        for (long i = 0, at = from; i < length; i += 4 * NEIGHBOURS, at += step) {
            s0 = s0.lanewise(VectorOperators.XOR, LongVector.fromMemorySegment(LONGS, data, at, nativeOrder()));
            s1 = s1.lanewise(
                    VectorOperators.XOR, LongVector.fromMemorySegment(LONGS, data, at + distance, nativeOrder()));
            s2 = s2.lanewise(
                    VectorOperators.XOR, LongVector.fromMemorySegment(LONGS, data, at + 2 * distance, nativeOrder()));
            s3 = s3.lanewise(
                    VectorOperators.XOR, LongVector.fromMemorySegment(LONGS, data, at + 3 * distance, nativeOrder()));
        }
        return s0.lanewise(VectorOperators.XOR, s1)
                .lanewise(VectorOperators.XOR, s2.lanewise(VectorOperators.XOR, s3))
                .reduceLanes(VectorOperators.XOR);
    }
}
