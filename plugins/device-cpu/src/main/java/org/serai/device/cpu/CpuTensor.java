package org.serai.device.cpu;

import org.jspecify.annotations.Nullable;
import org.serai.device.Tensor;

/** Activations in an array, row by row, which is made when somebody wants it: a model that was loaded takes less time so. */
final class CpuTensor implements Tensor {
    /** No numbers at all. */
    static final CpuTensor NONE = new CpuTensor(0, 0);

    private final int rows;
    private final int columns;
    private float @Nullable [] numbers;

    CpuTensor(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    /** Called first by the thread that uses the session. */
    float[] numbers() {
        float[] known = numbers;
        if (known == null) {
            known = new float[rows * columns];
            numbers = known;
        }
        return known;
    }
}
