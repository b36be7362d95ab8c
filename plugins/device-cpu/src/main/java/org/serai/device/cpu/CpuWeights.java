package org.serai.device.cpu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.serai.device.Weights;
import org.serai.device.cpu.format.PlainFormat;
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.model.TensorType;

/**
 * A tensor of the model in the layout of the session's kernels.
 *
 * @param vector the numbers of a tensor with one row, such as a gain or a bias; empty for others
 */
@SuppressWarnings("ArrayRecordComponent") // immutable by contract, compared by nobody
record CpuWeights(TensorType type, Matrix matrix, float[] vector) implements Weights {
    private static final ValueLayout.OfFloat NUMBER =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** @param data as the model file has it */
    static CpuWeights of(WeightFormat format, Matrix matrix, MemorySegment data) {
        return new CpuWeights(
                format.type(), matrix, matrix.rows() == 1 ? vector(format, matrix.columns(), data) : new float[0]);
    }

    /** As one copy where numbers are plain, for a model has hundreds of vectors, and the code is cold when it is loaded. */
    private static float[] vector(WeightFormat format, int columns, MemorySegment data) {
        float[] vector = new float[columns];
        if (format == PlainFormat.F32) {
            MemorySegment.copy(data, NUMBER, 0, vector, 0, columns);
        } else {
            format.decode(data.toArray(ValueLayout.JAVA_BYTE), columns, vector, 0);
        }
        return vector;
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
