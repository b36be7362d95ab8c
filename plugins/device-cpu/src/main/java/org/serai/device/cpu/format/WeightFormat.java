package org.serai.device.cpu.format;

import org.serai.model.TensorType;

/** How a tensor type stores a row of numbers. Stateless. */
public sealed interface WeightFormat permits PlainFormat, BlockFormat {
    /** The type that this is the format of. */
    TensorType type();

    /**
     * Decodes the first elements of a row. This is the definition of the format.
     *
     * @param row the bytes of whole blocks, little endian
     * @param elements a multiple of the type's block
     * @param target receives {@code elements} numbers from index {@code at}
     */
    void decode(byte[] row, int elements, float[] target, int at);
}
