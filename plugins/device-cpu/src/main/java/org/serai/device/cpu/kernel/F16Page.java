package org.serai.device.cpu.kernel;

import java.lang.foreign.MemorySegment;

/**
 * Keys or values of a layer of a page, as F16.
 *
 * @param numbers their bits
 * @param memory the same, as functions of machine code take it: made once, because they are called for each token
 */
@SuppressWarnings("ArrayRecordComponent") // one for each layer of a page, compared by nobody
public record F16Page(short[] numbers, MemorySegment memory) {
    /** So many zeros. */
    static F16Page of(int count) {
        short[] numbers = new short[count];
        return new F16Page(numbers, MemorySegment.ofArray(numbers));
    }
}
