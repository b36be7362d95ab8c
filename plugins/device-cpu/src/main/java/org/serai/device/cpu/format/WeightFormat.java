package org.serai.device.cpu.format;

import org.serai.model.TensorType;

/** How a tensor type stores a row of numbers. Stateless. */
public sealed interface WeightFormat permits PlainFormat, BlockFormat {
    /** Elements whose numbers make whole words. */
    int RUN = 32;

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

    /** Words of a run of {@value #RUN} elements. */
    int wordsOfRun();

    /**
     * The numbers of a row without their scales, in the order of the elements, joined to words of which the lowest bits come
     * first. A model has hundreds of millions of them, which somebody who starts the runtime waits for.
     *
     * @param row the bytes of whole blocks, little endian, and zeros up to a whole run
     * @param elements a multiple of the type's block
     * @param target receives {@link #wordsOfRun} words for each run of elements
     */
    void words(byte[] row, int elements, int[] target);
}
