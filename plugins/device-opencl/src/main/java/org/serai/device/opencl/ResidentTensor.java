package org.serai.device.opencl;

import java.lang.foreign.MemorySegment;
import org.serai.device.Tensor;

/** Activations in a buffer, row by row. */
record ResidentTensor(int rows, int columns, MemorySegment buffer) implements Tensor {
    long rowBytes() {
        return (long) columns * Float.BYTES;
    }
}
