package org.serai.device.cpu;

import org.serai.device.Weights;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.model.TensorType;

/**
 * A tensor of the model in the layout of the session's kernels.
 *
 * @param vector the numbers of a tensor with one row, such as a gain or a bias; empty for others
 */
@SuppressWarnings("ArrayRecordComponent") // immutable by contract, compared by nobody
record CpuWeights(TensorType type, Matrix matrix, float[] vector) implements Weights {
    static CpuWeights of(TensorType type, Matrix matrix) {
        float[] vector = {};
        if (matrix.rows() == 1) {
            vector = new float[matrix.columns()];
            matrix.row(0, vector, 0);
        }
        return new CpuWeights(type, matrix, vector);
    }

    @Override
    public int rows() {
        return matrix.rows();
    }

    @Override
    public int columns() {
        return matrix.columns();
    }
}
