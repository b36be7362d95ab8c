package org.serai.device.cpu;

import org.serai.device.Tensor;

/** Activations in an array, row by row. */
final class CpuTensor implements Tensor {
    /** No numbers at all. */
    static final CpuTensor NONE = new CpuTensor(0, 0);

    private final int rows;
    private final int columns;
    private final float[] numbers;

    CpuTensor(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        numbers = new float[rows * columns];
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    float[] numbers() {
        return numbers;
    }
}
