package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * The product of unpacked codes with four rows of activations: the same arithmetic as {@link Codes#dot}, to the bit, with
 * the codes decoded once instead of four times.
 */
final class RowTile {
    /** Rows of activations. */
    static final int ROWS = 4;

    private RowTile() {}

    /**
     * Goes on with the sums of four rows.
     *
     * @param scaleAt index of the scales of the first column
     * @param codes unpacked codes, a vector for each column
     * @param columns whole blocks
     * @param x activations; row r of the tile begins its columns at {@code at + r · stride} and the sums of its blocks at
     *     {@code sumsAt + r · stride}
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
            int stride,
            float[] totals,
            int totalsAt) {
        FloatVector t0 = FloatVector.fromArray(FLOATS, totals, totalsAt);
        FloatVector t1 = FloatVector.fromArray(FLOATS, totals, totalsAt + COUNT);
        FloatVector t2 = FloatVector.fromArray(FLOATS, totals, totalsAt + 2 * COUNT);
        FloatVector t3 = FloatVector.fromArray(FLOATS, totals, totalsAt + 3 * COUNT);
        int scale = scaleAt;
        for (int column = 0; column < columns; column += scales.columns(), scale += COUNT) {
            int sum = sumsAt + column / Codes.BLOCK;
            float s0 = x[sum];
            float s1 = x[sum + stride];
            float s2 = x[sum + 2 * stride];
            float s3 = x[sum + 3 * stride];
            FloatVector a0 = scales.start(s0);
            FloatVector b0 = FloatVector.zero(FLOATS);
            FloatVector c0 = FloatVector.zero(FLOATS);
            FloatVector d0 = FloatVector.zero(FLOATS);
            FloatVector a1 = scales.start(s1);
            FloatVector b1 = FloatVector.zero(FLOATS);
            FloatVector c1 = FloatVector.zero(FLOATS);
            FloatVector d1 = FloatVector.zero(FLOATS);
            FloatVector a2 = scales.start(s2);
            FloatVector b2 = FloatVector.zero(FLOATS);
            FloatVector c2 = FloatVector.zero(FLOATS);
            FloatVector d2 = FloatVector.zero(FLOATS);
            FloatVector a3 = scales.start(s3);
            FloatVector b3 = FloatVector.zero(FLOATS);
            FloatVector c3 = FloatVector.zero(FLOATS);
            FloatVector d3 = FloatVector.zero(FLOATS);
            for (int i = column; i < column + scales.columns(); i += 4) {
                FloatVector a = FloatVector.fromArray(FLOATS, codes, i * COUNT);
                FloatVector b = FloatVector.fromArray(FLOATS, codes, (i + 1) * COUNT);
                FloatVector c = FloatVector.fromArray(FLOATS, codes, (i + 2) * COUNT);
                FloatVector d = FloatVector.fromArray(FLOATS, codes, (i + 3) * COUNT);
                int x0 = at + i;
                a0 = a.fma(FloatVector.broadcast(FLOATS, x[x0]), a0);
                b0 = b.fma(FloatVector.broadcast(FLOATS, x[x0 + 1]), b0);
                c0 = c.fma(FloatVector.broadcast(FLOATS, x[x0 + 2]), c0);
                d0 = d.fma(FloatVector.broadcast(FLOATS, x[x0 + 3]), d0);
                int x1 = at + i + stride;
                a1 = a.fma(FloatVector.broadcast(FLOATS, x[x1]), a1);
                b1 = b.fma(FloatVector.broadcast(FLOATS, x[x1 + 1]), b1);
                c1 = c.fma(FloatVector.broadcast(FLOATS, x[x1 + 2]), c1);
                d1 = d.fma(FloatVector.broadcast(FLOATS, x[x1 + 3]), d1);
                int x2 = at + i + 2 * stride;
                a2 = a.fma(FloatVector.broadcast(FLOATS, x[x2]), a2);
                b2 = b.fma(FloatVector.broadcast(FLOATS, x[x2 + 1]), b2);
                c2 = c.fma(FloatVector.broadcast(FLOATS, x[x2 + 2]), c2);
                d2 = d.fma(FloatVector.broadcast(FLOATS, x[x2 + 3]), d2);
                int x3 = at + i + 3 * stride;
                a3 = a.fma(FloatVector.broadcast(FLOATS, x[x3]), a3);
                b3 = b.fma(FloatVector.broadcast(FLOATS, x[x3 + 1]), b3);
                c3 = c.fma(FloatVector.broadcast(FLOATS, x[x3 + 2]), c3);
                d3 = d.fma(FloatVector.broadcast(FLOATS, x[x3 + 3]), d3);
            }
            t0 = scales.add(t0, a0.add(b0).add(c0.add(d0)), scale, s0);
            t1 = scales.add(t1, a1.add(b1).add(c1.add(d1)), scale, s1);
            t2 = scales.add(t2, a2.add(b2).add(c2.add(d2)), scale, s2);
            t3 = scales.add(t3, a3.add(b3).add(c3.add(d3)), scale, s3);
        }
        t0.intoArray(totals, totalsAt);
        t1.intoArray(totals, totalsAt + COUNT);
        t2.intoArray(totals, totalsAt + 2 * COUNT);
        t3.intoArray(totals, totalsAt + 3 * COUNT);
    }
}
