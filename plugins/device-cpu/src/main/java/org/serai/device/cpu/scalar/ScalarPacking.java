package org.serai.device.cpu.scalar;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Packing;

/** Copies the rows of a matrix as they are. */
final class ScalarPacking implements Packing {
    private final WeightFormat format;
    private final int columns;
    private final MemorySegment data;
    private final byte[][] rows;

    ScalarPacking(WeightFormat format, int rows, int columns, MemorySegment data) {
        this.format = format;
        this.columns = columns;
        this.data = data;
        this.rows = new byte[rows][Math.toIntExact(format.type().bytes(columns))];
    }

    @Override
    public int units() {
        return rows.length;
    }

    @Override
    public void pack(int from, int to) {
        for (int row = from; row < to; row++) {
            byte[] bytes = rows[row];
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, (long) row * bytes.length, bytes, 0, bytes.length);
        }
    }

    @Override
    public Matrix matrix() {
        return new ScalarMatrix(format, columns, rows);
    }
}
