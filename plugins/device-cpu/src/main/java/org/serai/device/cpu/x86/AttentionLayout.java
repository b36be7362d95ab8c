package org.serai.device.cpu.x86;

import org.serai.device.KvShape;
import org.serai.device.cpu.kernel.KvPages;

/**
 * The shape of the functions of attention: how queries, keys and values of one head stand in memory. Queries, scores and
 * sums of values are rows of F32, one for each query, one behind the other; a row of scores has a place for a factor before
 * it. Keys and values are F16.
 *
 * @param keyColumns elements of a query and of a key
 * @param keyStride numbers between an element of the keys of a page and the next, a multiple of 16; tokens stand side by side
 * @param valueColumns elements of a value, a multiple of 16; tokens stand one behind the other
 */
record AttentionLayout(int keyColumns, int keyStride, int valueColumns) {
    /** Tokens, or elements of a value, that are computed together: a register of 512 bits has lanes for them, or two of 256. */
    static final int STRIP = 16;

    /** Numbers of a row of scores before the first: the last row's end and the next one's factor never share a vector. */
    static final int FACTOR = STRIP;

    /** Lanes of the softmax ({@link SoftmaxKernel}). */
    static final int STATE_LANES = 8;

    /** Numbers that the softmax knows of a query: the largest score in all lanes, then the parts of the sum of its weights. */
    static final int STATE = 2 * STATE_LANES;

    static AttentionLayout of(KvShape shape) {
        return new AttentionLayout(shape.keyColumns(), KvPages.keyStride(shape), shape.valueColumns());
    }

    /** True where there are functions for the shape. */
    boolean isSupported() {
        return valueColumns % STRIP == 0;
    }

    /** Strips of the tokens of a page. */
    int pageStrips() {
        return keyStride / STRIP;
    }

    /** Numbers of a row of scores, its factor included. */
    int scoreStride() {
        return FACTOR + keyStride;
    }
}
