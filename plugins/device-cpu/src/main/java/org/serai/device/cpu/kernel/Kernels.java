package org.serai.device.cpu.kernel;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.serai.device.Activation;
import org.serai.device.KvShape;
import org.serai.device.cpu.format.WeightFormat;

/**
 * A family of kernels: the arithmetic of the device in one form, for one set of instructions. The device chooses a family
 * once. A kernel works on a part of an operation, so that a team of threads can share it; parts can be computed at the
 * same time, and how an operation is divided never changes a result. Stateless and thread-safe.
 */
public interface Kernels {
    /** For people: what the kernels run on, such as {@code Vector API, 512 bits}. */
    String description();

    /** What makes these kernels slower than they should be on this machine; empty where nothing does. */
    default String warning() {
        return "";
    }

    /**
     * Names the layout of weights with everything that decides it, such as the length of vectors: what one process laid out
     * is good for each other that gives the same name. Lower-case letters, digits and hyphens. Empty where weights stay as
     * the model file has them.
     */
    Optional<String> layout();

    /**
     * True where weights of a format are as {@link #layout} says. They are not where what would read them does not compute on this
     * CPU what it should; nobody else can have use for them then, nor they for what others laid out.
     */
    default boolean isLaidOut(WeightFormat format) {
        return true;
    }

    /** Bytes that a matrix takes in the layout of this family. */
    long bytes(WeightFormat format, int rows, int columns);

    /**
     * Prepares to bring a matrix into the layout of this family.
     *
     * @param data the matrix as the model file has it
     * @param image receives it: {@link #bytes} bytes outside the heap
     */
    Packing packing(WeightFormat format, int rows, int columns, MemorySegment data, MemorySegment image);

    /** The matrix in memory that a {@link Packing} of this family and these sizes filled, in this process or before. */
    Matrix matrix(WeightFormat format, int rows, int columns, MemorySegment image);

    /** Bytes of the numbers of a KV cache that this family computes with: 4 for F32, 2 for F16. */
    default int cacheNumberBytes(KvShape shape) {
        return Float.BYTES;
    }

    /** {@code out[c] = gain[c] · x[c] / √(mean(x²) + epsilon)} for one row. */
    void rmsNorm(float[] out, int outAt, float[] x, int at, int columns, float[] gain, float epsilon);

    /** {@code gate[i] = activation(gate[i]) · up[i]} for {@code count} elements. */
    void gate(Activation activation, float[] gate, int gateAt, float[] up, int upAt, int count);

    /**
     * Attention, over a cache whose numbers have as many bytes as {@link #cacheNumberBytes} says, for the rows {@code fromRow ≤ r < toRow} and
     * query heads {@code fromHead ≤ h < toHead}.
     */
    void attend(Attention attention, int fromRow, int toRow, int fromHead, int toHead, Workspace workspace);
}
