package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of the product of a panel of weights with a tile of activations. A panel is two groups of weight
 * rows as floats, column by column; a tile is a few rows of activations, also column by column. Every sum is one chain of
 * fused multiply-adds over the columns, whatever the height of the tile.
 */
final class Tiles {
    /** Lanes of a panel: two vectors. */
    static final int PANEL = 2 * COUNT;

    /**
     * The rows of the largest tile. It keeps 24 sums, two weights and an activation in 32 registers, and gets
     * 80 % of the multiply-adds that the CPU can do; with 16 registers it would spill.
     */
    static final int HIGHEST = 12;

    private static final int LOW = 4;

    private Tiles() {}

    /** The height of the next tile, where so many rows are left. */
    static int height(int rowsLeft) {
        if (Lanes.MANY_REGISTERS && rowsLeft >= HIGHEST) {
            return HIGHEST;
        }
        return rowsLeft >= LOW ? LOW : 1;
    }

    /** Adds the products of a tile, for the columns of the panel, to {@code sums[sumsAt + r · PANEL + lane]}. */
    static void multiply(int height, int columns, float[] panel, float[] x, int at, float[] sums, int sumsAt) {
        switch (height) {
            case HIGHEST -> multiply12(columns, panel, x, at, sums, sumsAt);
            case LOW -> multiply4(columns, panel, x, at, sums, sumsAt);
            default -> multiply1(columns, panel, x, at, sums, sumsAt);
        }
    }

    private static void multiply12(int columns, float[] panel, float[] x, int at, float[] sums, int sumsAt) {
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector b0 = FloatVector.zero(FLOATS);
        FloatVector a1 = FloatVector.zero(FLOATS);
        FloatVector b1 = FloatVector.zero(FLOATS);
        FloatVector a2 = FloatVector.zero(FLOATS);
        FloatVector b2 = FloatVector.zero(FLOATS);
        FloatVector a3 = FloatVector.zero(FLOATS);
        FloatVector b3 = FloatVector.zero(FLOATS);
        FloatVector a4 = FloatVector.zero(FLOATS);
        FloatVector b4 = FloatVector.zero(FLOATS);
        FloatVector a5 = FloatVector.zero(FLOATS);
        FloatVector b5 = FloatVector.zero(FLOATS);
        FloatVector a6 = FloatVector.zero(FLOATS);
        FloatVector b6 = FloatVector.zero(FLOATS);
        FloatVector a7 = FloatVector.zero(FLOATS);
        FloatVector b7 = FloatVector.zero(FLOATS);
        FloatVector a8 = FloatVector.zero(FLOATS);
        FloatVector b8 = FloatVector.zero(FLOATS);
        FloatVector a9 = FloatVector.zero(FLOATS);
        FloatVector b9 = FloatVector.zero(FLOATS);
        FloatVector a10 = FloatVector.zero(FLOATS);
        FloatVector b10 = FloatVector.zero(FLOATS);
        FloatVector a11 = FloatVector.zero(FLOATS);
        FloatVector b11 = FloatVector.zero(FLOATS);
        for (int c = 0, i = at, p = 0; c < columns; c++, i += 12, p += PANEL) {
            FloatVector a = FloatVector.fromArray(FLOATS, panel, p);
            FloatVector b = FloatVector.fromArray(FLOATS, panel, p + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, x[i]);
            a0 = a.fma(x0, a0);
            b0 = b.fma(x0, b0);
            FloatVector x1 = FloatVector.broadcast(FLOATS, x[i + 1]);
            a1 = a.fma(x1, a1);
            b1 = b.fma(x1, b1);
            FloatVector x2 = FloatVector.broadcast(FLOATS, x[i + 2]);
            a2 = a.fma(x2, a2);
            b2 = b.fma(x2, b2);
            FloatVector x3 = FloatVector.broadcast(FLOATS, x[i + 3]);
            a3 = a.fma(x3, a3);
            b3 = b.fma(x3, b3);
            FloatVector x4 = FloatVector.broadcast(FLOATS, x[i + 4]);
            a4 = a.fma(x4, a4);
            b4 = b.fma(x4, b4);
            FloatVector x5 = FloatVector.broadcast(FLOATS, x[i + 5]);
            a5 = a.fma(x5, a5);
            b5 = b.fma(x5, b5);
            FloatVector x6 = FloatVector.broadcast(FLOATS, x[i + 6]);
            a6 = a.fma(x6, a6);
            b6 = b.fma(x6, b6);
            FloatVector x7 = FloatVector.broadcast(FLOATS, x[i + 7]);
            a7 = a.fma(x7, a7);
            b7 = b.fma(x7, b7);
            FloatVector x8 = FloatVector.broadcast(FLOATS, x[i + 8]);
            a8 = a.fma(x8, a8);
            b8 = b.fma(x8, b8);
            FloatVector x9 = FloatVector.broadcast(FLOATS, x[i + 9]);
            a9 = a.fma(x9, a9);
            b9 = b.fma(x9, b9);
            FloatVector x10 = FloatVector.broadcast(FLOATS, x[i + 10]);
            a10 = a.fma(x10, a10);
            b10 = b.fma(x10, b10);
            FloatVector x11 = FloatVector.broadcast(FLOATS, x[i + 11]);
            a11 = a.fma(x11, a11);
            b11 = b.fma(x11, b11);
        }
        a0.add(FloatVector.fromArray(FLOATS, sums, sumsAt)).intoArray(sums, sumsAt);
        b0.add(FloatVector.fromArray(FLOATS, sums, sumsAt + COUNT)).intoArray(sums, sumsAt + COUNT);
        a1.add(FloatVector.fromArray(FLOATS, sums, sumsAt + PANEL)).intoArray(sums, sumsAt + PANEL);
        b1.add(FloatVector.fromArray(FLOATS, sums, sumsAt + PANEL + COUNT)).intoArray(sums, sumsAt + PANEL + COUNT);
        a2.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 2 * PANEL)).intoArray(sums, sumsAt + 2 * PANEL);
        b2.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 2 * PANEL + COUNT))
                .intoArray(sums, sumsAt + 2 * PANEL + COUNT);
        a3.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 3 * PANEL)).intoArray(sums, sumsAt + 3 * PANEL);
        b3.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 3 * PANEL + COUNT))
                .intoArray(sums, sumsAt + 3 * PANEL + COUNT);
        a4.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 4 * PANEL)).intoArray(sums, sumsAt + 4 * PANEL);
        b4.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 4 * PANEL + COUNT))
                .intoArray(sums, sumsAt + 4 * PANEL + COUNT);
        a5.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 5 * PANEL)).intoArray(sums, sumsAt + 5 * PANEL);
        b5.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 5 * PANEL + COUNT))
                .intoArray(sums, sumsAt + 5 * PANEL + COUNT);
        a6.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 6 * PANEL)).intoArray(sums, sumsAt + 6 * PANEL);
        b6.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 6 * PANEL + COUNT))
                .intoArray(sums, sumsAt + 6 * PANEL + COUNT);
        a7.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 7 * PANEL)).intoArray(sums, sumsAt + 7 * PANEL);
        b7.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 7 * PANEL + COUNT))
                .intoArray(sums, sumsAt + 7 * PANEL + COUNT);
        a8.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 8 * PANEL)).intoArray(sums, sumsAt + 8 * PANEL);
        b8.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 8 * PANEL + COUNT))
                .intoArray(sums, sumsAt + 8 * PANEL + COUNT);
        a9.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 9 * PANEL)).intoArray(sums, sumsAt + 9 * PANEL);
        b9.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 9 * PANEL + COUNT))
                .intoArray(sums, sumsAt + 9 * PANEL + COUNT);
        a10.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 10 * PANEL)).intoArray(sums, sumsAt + 10 * PANEL);
        b10.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 10 * PANEL + COUNT))
                .intoArray(sums, sumsAt + 10 * PANEL + COUNT);
        a11.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 11 * PANEL)).intoArray(sums, sumsAt + 11 * PANEL);
        b11.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 11 * PANEL + COUNT))
                .intoArray(sums, sumsAt + 11 * PANEL + COUNT);
    }

    private static void multiply4(int columns, float[] panel, float[] x, int at, float[] sums, int sumsAt) {
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector b0 = FloatVector.zero(FLOATS);
        FloatVector a1 = FloatVector.zero(FLOATS);
        FloatVector b1 = FloatVector.zero(FLOATS);
        FloatVector a2 = FloatVector.zero(FLOATS);
        FloatVector b2 = FloatVector.zero(FLOATS);
        FloatVector a3 = FloatVector.zero(FLOATS);
        FloatVector b3 = FloatVector.zero(FLOATS);
        for (int c = 0, i = at, p = 0; c < columns; c++, i += 4, p += PANEL) {
            FloatVector a = FloatVector.fromArray(FLOATS, panel, p);
            FloatVector b = FloatVector.fromArray(FLOATS, panel, p + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, x[i]);
            a0 = a.fma(x0, a0);
            b0 = b.fma(x0, b0);
            FloatVector x1 = FloatVector.broadcast(FLOATS, x[i + 1]);
            a1 = a.fma(x1, a1);
            b1 = b.fma(x1, b1);
            FloatVector x2 = FloatVector.broadcast(FLOATS, x[i + 2]);
            a2 = a.fma(x2, a2);
            b2 = b.fma(x2, b2);
            FloatVector x3 = FloatVector.broadcast(FLOATS, x[i + 3]);
            a3 = a.fma(x3, a3);
            b3 = b.fma(x3, b3);
        }
        a0.add(FloatVector.fromArray(FLOATS, sums, sumsAt)).intoArray(sums, sumsAt);
        b0.add(FloatVector.fromArray(FLOATS, sums, sumsAt + COUNT)).intoArray(sums, sumsAt + COUNT);
        a1.add(FloatVector.fromArray(FLOATS, sums, sumsAt + PANEL)).intoArray(sums, sumsAt + PANEL);
        b1.add(FloatVector.fromArray(FLOATS, sums, sumsAt + PANEL + COUNT)).intoArray(sums, sumsAt + PANEL + COUNT);
        a2.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 2 * PANEL)).intoArray(sums, sumsAt + 2 * PANEL);
        b2.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 2 * PANEL + COUNT))
                .intoArray(sums, sumsAt + 2 * PANEL + COUNT);
        a3.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 3 * PANEL)).intoArray(sums, sumsAt + 3 * PANEL);
        b3.add(FloatVector.fromArray(FLOATS, sums, sumsAt + 3 * PANEL + COUNT))
                .intoArray(sums, sumsAt + 3 * PANEL + COUNT);
    }

    private static void multiply1(int columns, float[] panel, float[] x, int at, float[] sums, int sumsAt) {
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector b0 = FloatVector.zero(FLOATS);
        for (int c = 0, i = at, p = 0; c < columns; c++, i += 1, p += PANEL) {
            FloatVector a = FloatVector.fromArray(FLOATS, panel, p);
            FloatVector b = FloatVector.fromArray(FLOATS, panel, p + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOATS, x[i]);
            a0 = a.fma(x0, a0);
            b0 = b.fma(x0, b0);
        }
        a0.add(FloatVector.fromArray(FLOATS, sums, sumsAt)).intoArray(sums, sumsAt);
        b0.add(FloatVector.fromArray(FLOATS, sums, sumsAt + COUNT)).intoArray(sums, sumsAt + COUNT);
    }
}
