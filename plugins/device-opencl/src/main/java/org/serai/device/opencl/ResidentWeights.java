package org.serai.device.opencl;

import java.lang.foreign.MemorySegment;
import org.serai.device.Weights;
import org.serai.device.opencl.SessionKernels.WeightKernels;
import org.serai.model.TensorType;

/**
 * A tensor of the model as it stands in the file.
 *
 * @param buffer the blocks, row by row
 * @param vector the numbers of a tensor with one row, such as a gain or a bias, as F32; the null address for others
 * @param kernels that know the type
 */
record ResidentWeights(
        TensorType type, int rows, int columns, MemorySegment buffer, MemorySegment vector, WeightKernels kernels)
        implements Weights {
    long rowBytes() {
        return type.bytes(columns);
    }
}
