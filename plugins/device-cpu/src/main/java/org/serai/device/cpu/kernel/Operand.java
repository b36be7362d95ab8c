package org.serai.device.cpu.kernel;

import org.serai.device.Phase;

/**
 * The activations on the left side of a product, and buffers for the forms in which kernels want them. Reused from product to
 * product; the buffers grow to what the largest one needs.
 */
public final class Operand {
    private Phase phase = Phase.DECODE;
    private float[] x = {};
    private int rows;
    private int columns;
    private float[] prepared = {};
    private byte[] quantised = {};

    /** Points to activations: {@code rows × columns} in {@code x}, from index 0. */
    public void set(Phase newPhase, float[] newX, int newRows, int newColumns) {
        phase = newPhase;
        x = newX;
        rows = newRows;
        columns = newColumns;
    }

    public Phase phase() {
        return phase;
    }

    public float[] x() {
        return x;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Makes the buffer hold at least this many numbers; its content is undefined then. */
    public void reserve(int numbers) {
        if (prepared.length < numbers) {
            prepared = new float[numbers];
        }
    }

    /** The buffer that a {@link Preparation} fills. */
    public float[] prepared() {
        return prepared;
    }

    /** Makes the buffer of quantised activations hold at least this many bytes; its content is undefined then. */
    public void reserveQuantised(int bytes) {
        if (quantised.length < bytes) {
            quantised = new byte[bytes];
        }
    }

    /** The buffer that a {@link Preparation} to smaller numbers fills. */
    public byte[] quantised() {
        return quantised;
    }
}
