package org.serai.device.cpu.scalar;

import java.lang.foreign.MemorySegment;
import org.serai.device.cpu.kernel.Packing;

/** Copies the rows of a matrix as they are. */
final class ScalarPacking implements Packing {
    private final MemorySegment data;
    private final MemorySegment image;
    private final int rows;
    private final long rowBytes;

    ScalarPacking(MemorySegment data, MemorySegment image, int rows) {
        this.data = data;
        this.image = image;
        this.rows = rows;
        rowBytes = image.byteSize() / rows;
    }

    @Override
    public int units() {
        return rows;
    }

    @Override
    public void pack(int from, int to) {
        MemorySegment.copy(data, from * rowBytes, image, from * rowBytes, (to - from) * rowBytes);
    }
}
