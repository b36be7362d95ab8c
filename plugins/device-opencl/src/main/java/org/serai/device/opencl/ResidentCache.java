package org.serai.device.opencl;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.serai.device.KvCache;
import org.serai.device.KvShape;

/**
 * Keys and values, each layer in buffers of its own, as {@code [page][head][token][column]}.
 *
 * @param numberBytes of a number: 2 for F16, 4 for F32
 */
record ResidentCache(KvShape shape, List<MemorySegment> keys, List<MemorySegment> values, int numberBytes)
        implements KvCache {
    /** Bytes of a page of a layer's keys, or values, by their columns; more than any memory where a long cannot say. */
    static long pageBytes(KvShape shape, int columns, int numberBytes) {
        return times(times(times(shape.heads(), shape.pageTokens()), columns), numberBytes);
    }

    /** Bytes of a layer's keys, or values. */
    static long layerBytes(KvShape shape, int columns, int numberBytes) {
        return times(pageBytes(shape, columns, numberBytes), shape.pages());
    }

    /** Bytes of a whole cache. */
    static long bytes(KvShape shape, int numberBytes) {
        return times(layerBytes(shape, shape.keyColumns() + shape.valueColumns(), numberBytes), shape.layers());
    }

    /** The product of two positive numbers, at most the largest long. */
    private static long times(long a, long b) {
        return a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
    }
}
