package org.serai.device.cpu.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.serai.device.Phase;
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Operand;
import org.serai.device.cpu.kernel.Preparation;
import org.serai.device.cpu.kernel.Workspace;

/** A matrix as it stands in the model file. */
final class ScalarMatrix implements Matrix {
    private final WeightFormat format;
    private final int rows;
    private final int columns;
    private final MemorySegment image;

    ScalarMatrix(WeightFormat format, int rows, int columns, MemorySegment image) {
        this.format = format;
        this.rows = rows;
        this.columns = columns;
        this.image = image;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public int groupRows() {
        return 1;
    }

    @Override
    public Preparation preparation(Phase phase) {
        return Preparation.NONE;
    }

    @Override
    public void row(int row, float[] target, int at) {
        byte[] bytes = new byte[Math.toIntExact(format.type().bytes(columns))];
        MemorySegment.copy(image, ValueLayout.JAVA_BYTE, (long) row * bytes.length, bytes, 0, bytes.length);
        format.decode(bytes, columns, target, at);
    }

    @Override
    public void multiply(
            Operand x,
            float[] out,
            int outColumns,
            boolean accumulate,
            int fromGroup,
            int toGroup,
            Workspace workspace) {
        float[] weights = workspace.weights(columns);
        for (int c = fromGroup; c < toGroup; c++) {
            row(c, weights, 0);
            for (int r = 0; r < x.rows(); r++) {
                double sum = accumulate ? out[r * outColumns + c] : 0;
                for (int i = 0; i < columns; i++) {
                    sum += (double) x.x()[r * columns + i] * weights[i];
                }
                out[r * outColumns + c] = (float) sum;
            }
        }
    }
}
