package org.serai.device.opencl;

import java.lang.foreign.MemorySegment;
import org.serai.device.Batch;
import org.serai.device.KvCache;
import org.serai.device.KvShape;
import org.serai.device.Tensor;
import org.serai.device.Weights;

/** What operations are given, as what it is here; anything else is a defect of the caller. */
final class Operands {
    private Operands() {}

    static void check(boolean fits, String complaint) {
        if (!fits) {
            throw new IllegalArgumentException(complaint);
        }
    }

    /** A tensor with at least so many rows. */
    static ResidentTensor tensor(Tensor tensor, int rows) {
        if (!(tensor instanceof ResidentTensor known)) {
            throw new IllegalArgumentException("the tensor is of another device");
        }
        check(rows >= 0 && rows <= known.rows(), "the tensor has fewer rows");
        return known;
    }

    /** A tensor that is written while another one is read. */
    static ResidentTensor output(Tensor out, int rows, ResidentTensor x) {
        ResidentTensor target = tensor(out, rows);
        check(!target.buffer().equals(x.buffer()), "the output is the input");
        return target;
    }

    static ResidentWeights weights(Weights weights) {
        if (weights instanceof ResidentWeights known) {
            return known;
        }
        throw new IllegalArgumentException("the weights are of another device");
    }

    /** Weights that make {@code out} of {@code x}. */
    static ResidentWeights matrix(Weights weights, ResidentTensor x, ResidentTensor out) {
        ResidentWeights matrix = weights(weights);
        check(matrix.columns() == x.columns(), "weights and x have different columns");
        check(matrix.rows() == out.columns(), "the rows of weights are not the columns of out");
        return matrix;
    }

    /** The numbers of weights of one row. */
    static MemorySegment vector(Weights weights, int columns) {
        ResidentWeights vector = weights(weights);
        check(
                vector.rows() == 1 && vector.columns() == columns,
                "a vector of weights has not the columns of the activations");
        return vector.vector();
    }

    static ResidentCache cache(KvCache cache, int layer) {
        if (!(cache instanceof ResidentCache known)) {
            throw new IllegalArgumentException("the cache is of another device");
        }
        check(layer >= 0 && layer < known.shape().layers(), "the cache has not this layer");
        return known;
    }

    static void check(Batch batch, KvShape shape) {
        for (int row = 0; row < batch.rows(); row++) {
            int page = batch.position(row) / shape.pageTokens();
            int[] table = batch.pageTable(row);
            check(batch.position(row) >= 0 && page < table.length, "a position has no page");
            // The kernels read the pages of all tokens before this one, and not every driver would notice a wrong one.
            boolean known = row > 0 && batch.pageTable(row - 1) == table;
            for (int i = known ? page : 0; i <= page; i++) {
                check(table[i] >= 0 && table[i] < shape.pages(), "a page is not in the cache");
            }
        }
    }
}
