package org.serai.device;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.serai.model.TensorInfo;

/**
 * One model's memory on a device, and its operations. Used by one thread at a time. Operations take effect in the order
 * of the calls; a device may still be working when a call returns, and {@link #read} waits.
 *
 * <p>The formulas given here are the definition of each operation. Shapes that do not fit are a defect of the caller
 * and throw {@link IllegalArgumentException}.
 */
public interface DeviceSession extends AutoCloseable {
    /**
     * Makes a tensor of the model resident. The data is copied or repacked; it may be unmapped afterwards.
     *
     * @param info a matrix {@code rows × columns} or a vector (one row); its type is supported by the device
     * @param data exactly {@code info.bytes()} bytes, little endian
     * @throws org.serai.error.SeraiException of category RESOURCE where memory is lacking
     */
    Weights upload(TensorInfo info, MemorySegment data);

    /**
     * Says that all tensors of the model are resident. A device that {@linkplain DeviceOptions#derived keeps} what it made
     * of them does so from now on, beside its other work.
     */
    default void uploaded() {}

    /** Allocates activations, zeroed. */
    Tensor allocate(int rows, int columns);

    /** Allocates a cache; its content is undefined. */
    KvCache allocateKvCache(KvShape shape);

    /** Bytes of device memory that the session holds. */
    long memoryBytes();

    /** {@code out[r] = table[tokens[r]]} for {@code r < count}. */
    void embed(Tensor out, Weights table, int[] tokens, int count);

    /** {@code out[r][c] = gain[c] · x[r][c] / √(mean(x[r]²) + epsilon)}; {@code out} may be {@code x}. */
    void rmsNorm(Tensor out, Tensor x, int rows, Weights gain, float epsilon);

    /** Several products of the same input, such as query, key and value; their outputs are distinct from {@code x}. */
    void project(Phase phase, Tensor x, int rows, List<Projection> projections);

    /** {@code out[r] = activation(x[r] · gateᵀ) ⊙ (x[r] · upᵀ)}, element by element. */
    void gatedProject(Phase phase, Tensor out, Tensor x, int rows, Weights gate, Weights up, Activation activation);

    /**
     * Turns queries and keys to their positions, in place for {@code q}, and stores keys and values at their places in
     * the cache. Row r of each tensor belongs to row r of the batch; heads stand one after the other in a row.
     */
    void ropeAndStore(Tensor q, Tensor k, Tensor v, Batch batch, Rope rope, KvCache cache, int layer);

    /**
     * Causal attention with grouped heads. For each row r and query head h, with g query heads to a key-value head:
     * {@code out[r][h] = Σₚ softmaxₚ(scale · q[r][h]·key[p][h/g]) · value[p][h/g]} over all positions
     * {@code p ≤ batch.position(r)} of the row's sequence.
     */
    void attention(Phase phase, Tensor out, Tensor q, Batch batch, KvCache cache, int layer, float scale);

    /** {@code out[i] = x[rows[i]]} for {@code i < count}. */
    void gather(Tensor out, Tensor x, int[] rows, int count);

    /** Copies one page of the cache onto another, for all layers. */
    void copyPage(KvCache cache, int from, int to);

    /** Waits for all that was asked for, and copies one row to {@code target}. */
    void read(Tensor x, int row, float[] target);

    /** Overwrites one row. */
    void write(Tensor x, int row, float[] source);

    /** Frees all memory of the session. Idempotent. */
    @Override
    void close();
}
