package org.serai.device.cpu;

import java.util.Arrays;
import org.serai.device.Batch;
import org.serai.device.Rope;

/**
 * Sines and cosines of the angles of a batch. All layers of a pass turn by the same angles, so they are computed for the
 * first layer and found again by the others.
 */
final class Rotation {
    private static final int UNKNOWN = -1;

    private Rope rope = new Rope(Rope.Style.HALVES, new float[0], 1);
    private int[] positions = {};
    private float[] cosines = {};
    private float[] sines = {};

    /** Makes the numbers of every row of the batch known. */
    void set(Batch batch, Rope newRope) {
        int pairs = newRope.frequencies().length;
        if (!newRope.equals(rope) || positions.length < batch.rows()) {
            rope = newRope;
            positions = new int[batch.capacity()];
            Arrays.fill(positions, UNKNOWN);
            cosines = new float[batch.capacity() * pairs];
            sines = new float[batch.capacity() * pairs];
        }
        for (int row = 0; row < batch.rows(); row++) {
            if (positions[row] != batch.position(row)) {
                positions[row] = batch.position(row);
                compute(row, row * pairs);
            }
        }
    }

    private void compute(int row, int at) {
        float[] frequencies = rope.frequencies();
        for (int i = 0; i < frequencies.length; i++) {
            double angle = (double) positions[row] * frequencies[i];
            cosines[at + i] = (float) (Math.cos(angle) * rope.magnitude());
            sines[at + i] = (float) (Math.sin(angle) * rope.magnitude());
        }
    }

    /** Turns one head, which begins at index {@code at}, to the position of a row of the batch. */
    void turn(int row, float[] head, int at) {
        int pairs = rope.frequencies().length;
        boolean halves = rope.style() == Rope.Style.HALVES;
        int step = halves ? 1 : 2;
        int other = halves ? pairs : 1;
        int angle = row * pairs;
        for (int i = 0; i < pairs; i++) {
            int a = at + i * step;
            float x = head[a];
            float y = head[a + other];
            head[a] = x * cosines[angle + i] - y * sines[angle + i];
            head[a + other] = x * sines[angle + i] + y * cosines[angle + i];
        }
    }
}
