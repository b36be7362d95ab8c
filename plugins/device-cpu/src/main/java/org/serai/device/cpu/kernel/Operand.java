package org.serai.device.cpu.kernel;

import java.lang.foreign.MemorySegment;
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
    private final ArrayMemories memories = new ArrayMemories();
    private MemorySegment memory = MemorySegment.NULL;
    private final MemorySegment[] quantised = {MemorySegment.NULL, MemorySegment.NULL};

    /** Points to activations: {@code rows × columns} in {@code x}, from index 0. */
    public void set(Phase newPhase, float[] newX, int newRows, int newColumns) {
        phase = newPhase;
        x = newX;
        memory = memories.of(newX);
        rows = newRows;
        columns = newColumns;
    }

    public Phase phase() {
        return phase;
    }

    public float[] x() {
        return x;
    }

    /** The same activations, as functions of machine code take them. */
    public MemorySegment memory() {
        return memory;
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
    public void reserveQuantised(int terms, int bytes) {
        if (quantised[terms - 1].byteSize() < bytes) {
            quantised[terms - 1] = MemorySegment.ofArray(new byte[bytes]);
        }
    }

    /**
     * The buffer that a {@link Preparation} to smaller numbers fills, on the heap; there is one for each form, for the matrices of
     * one product may want different ones.
     *
     * @param terms how many numbers an activation becomes: 1 or 2
     */
    public MemorySegment quantised(int terms) {
        return quantised[terms - 1];
    }
}
