package org.serai.device.cpu.vector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/**
 * The product of unpacked codes with four rows of activations: the same arithmetic as {@link Codes#dot}, to the bit, with
 * the codes decoded once instead of four times.
 */
final class RowTile {
    /** Rows of activations. */
    static final int ROWS = 4;

    private RowTile() {}

    /** How many rows, from the first on, are worked on in tiles; the rest singly. */
    static int tiledRows(int rows) {
        return Lanes.MANY_REGISTERS ? rows / ROWS * ROWS : 0;
    }

    /**
     * Goes on with the sums of four rows.
     *
     * @param scaleAt index of the scales of the first column
     * @param codes unpacked codes, a vector for each column
     * @param columns whole blocks
     * @param x activations, and sums of blocks of them; those of the four rows stand side by side
     * @param at index of the activations of the first column
     * @param sumsAt index of the sums of the first block
     * @param totals a vector for each row, from index {@code totalsAt}
     */
    static void add(
            Scales scales,
            int scaleAt,
            float[] codes,
            int columns,
            float[] x,
            int at,
            int sumsAt,
            float[] totals,
            int totalsAt) {
        MemorySegment factors = scales.factors();
        MemorySegment summands = scales.summands();
        boolean affine = scales.affine();
        float bias = scales.bias();
        int scaleColumns = scales.columns();
        FloatVector t0 = FloatVector.fromArray(FLOATS, totals, totalsAt);
        FloatVector t1 = FloatVector.fromArray(FLOATS, totals, totalsAt + COUNT);
        FloatVector t2 = FloatVector.fromArray(FLOATS, totals, totalsAt + 2 * COUNT);
        FloatVector t3 = FloatVector.fromArray(FLOATS, totals, totalsAt + 3 * COUNT);
        int scale = scaleAt;
        for (int column = 0; column < columns; column += scaleColumns, scale += scales.step()) {
            int sum = sumsAt + column / Codes.BLOCK * ROWS;
            float s0 = x[sum];
            float s1 = x[sum + 1];
            float s2 = x[sum + 2];
            float s3 = x[sum + 3];
            FloatVector a0 = FloatVector.broadcast(FLOATS, -bias * s0);
            FloatVector b0 = FloatVector.zero(FLOATS);
            FloatVector c0 = FloatVector.zero(FLOATS);
            FloatVector d0 = FloatVector.zero(FLOATS);
            FloatVector a1 = FloatVector.broadcast(FLOATS, -bias * s1);
            FloatVector b1 = FloatVector.zero(FLOATS);
            FloatVector c1 = FloatVector.zero(FLOATS);
            FloatVector d1 = FloatVector.zero(FLOATS);
            FloatVector a2 = FloatVector.broadcast(FLOATS, -bias * s2);
            FloatVector b2 = FloatVector.zero(FLOATS);
            FloatVector c2 = FloatVector.zero(FLOATS);
            FloatVector d2 = FloatVector.zero(FLOATS);
            FloatVector a3 = FloatVector.broadcast(FLOATS, -bias * s3);
            FloatVector b3 = FloatVector.zero(FLOATS);
            FloatVector c3 = FloatVector.zero(FLOATS);
            FloatVector d3 = FloatVector.zero(FLOATS);
            int code = column * COUNT;
            int i = at + column * ROWS;
            int end = code + scaleColumns * COUNT;
            for (; code < end; code += 4 * COUNT, i += 4 * ROWS) {
                FloatVector a = FloatVector.fromArray(FLOATS, codes, code);
                a0 = a.fma(FloatVector.broadcast(FLOATS, x[i]), a0);
                a1 = a.fma(FloatVector.broadcast(FLOATS, x[i + 1]), a1);
                a2 = a.fma(FloatVector.broadcast(FLOATS, x[i + 2]), a2);
                a3 = a.fma(FloatVector.broadcast(FLOATS, x[i + 3]), a3);
                FloatVector b = FloatVector.fromArray(FLOATS, codes, code + COUNT);
                b0 = b.fma(FloatVector.broadcast(FLOATS, x[i + 4]), b0);
                b1 = b.fma(FloatVector.broadcast(FLOATS, x[i + 5]), b1);
                b2 = b.fma(FloatVector.broadcast(FLOATS, x[i + 6]), b2);
                b3 = b.fma(FloatVector.broadcast(FLOATS, x[i + 7]), b3);
                FloatVector c = FloatVector.fromArray(FLOATS, codes, code + 2 * COUNT);
                c0 = c.fma(FloatVector.broadcast(FLOATS, x[i + 8]), c0);
                c1 = c.fma(FloatVector.broadcast(FLOATS, x[i + 9]), c1);
                c2 = c.fma(FloatVector.broadcast(FLOATS, x[i + 10]), c2);
                c3 = c.fma(FloatVector.broadcast(FLOATS, x[i + 11]), c3);
                FloatVector d = FloatVector.fromArray(FLOATS, codes, code + 3 * COUNT);
                d0 = d.fma(FloatVector.broadcast(FLOATS, x[i + 12]), d0);
                d1 = d.fma(FloatVector.broadcast(FLOATS, x[i + 13]), d1);
                d2 = d.fma(FloatVector.broadcast(FLOATS, x[i + 14]), d2);
                d3 = d.fma(FloatVector.broadcast(FLOATS, x[i + 15]), d3);
            }
            FloatVector factor =
                    FloatVector.fromMemorySegment(FLOATS, factors, (long) Float.BYTES * scale, LITTLE_ENDIAN);
            t0 = factor.fma(a0.add(b0).add(c0.add(d0)), t0);
            t1 = factor.fma(a1.add(b1).add(c1.add(d1)), t1);
            t2 = factor.fma(a2.add(b2).add(c2.add(d2)), t2);
            t3 = factor.fma(a3.add(b3).add(c3.add(d3)), t3);
            if (affine) {
                FloatVector summand =
                        FloatVector.fromMemorySegment(FLOATS, summands, (long) Float.BYTES * scale, LITTLE_ENDIAN);
                t0 = summand.fma(FloatVector.broadcast(FLOATS, s0), t0);
                t1 = summand.fma(FloatVector.broadcast(FLOATS, s1), t1);
                t2 = summand.fma(FloatVector.broadcast(FLOATS, s2), t2);
                t3 = summand.fma(FloatVector.broadcast(FLOATS, s3), t3);
            }
        }
        t0.intoArray(totals, totalsAt);
        t1.intoArray(totals, totalsAt + COUNT);
        t2.intoArray(totals, totalsAt + 2 * COUNT);
        t3.intoArray(totals, totalsAt + 3 * COUNT);
    }
}
