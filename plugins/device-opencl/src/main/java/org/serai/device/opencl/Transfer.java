package org.serai.device.opencl;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.serai.device.opencl.driver.OpenCl;

/**
 * Copies between the heap and buffers, through a piece of native memory, which is all that drivers take. Each copy waits
 * until it is done, and so for everything in the queue before it. Not thread-safe.
 */
final class Transfer {
    private static final int PIECE_BYTES = 1 << 20;

    private final OpenCl cl;
    private final MemorySegment queue;
    private final MemorySegment piece;

    /** @param arena where the native memory is of */
    Transfer(OpenCl cl, MemorySegment queue, Arena arena) {
        this.cl = cl;
        this.queue = queue;
        piece = arena.allocate(PIECE_BYTES, Long.BYTES);
    }

    /** Fills a buffer from its beginning with all of a segment of any kind. */
    void write(MemorySegment buffer, MemorySegment source) {
        if (source.isNative()) {
            cl.write(queue, buffer, 0, source);
        } else {
            write(buffer, 0, source);
        }
    }

    void write(MemorySegment buffer, int[] numbers, int count) {
        write(buffer, 0, MemorySegment.ofArray(numbers).asSlice(0, count * JAVA_INT.byteSize()));
    }

    /** @param at bytes from the beginning of the buffer */
    void write(MemorySegment buffer, long at, float[] numbers, int count) {
        write(buffer, at, MemorySegment.ofArray(numbers).asSlice(0, count * JAVA_FLOAT.byteSize()));
    }

    private void write(MemorySegment buffer, long at, MemorySegment source) {
        for (long done = 0; done < source.byteSize(); done += PIECE_BYTES) {
            MemorySegment part = piece.asSlice(0, Math.min(PIECE_BYTES, source.byteSize() - done));
            MemorySegment.copy(source, done, part, 0, part.byteSize());
            cl.write(queue, buffer, at + done, part);
        }
    }

    /** @param at bytes from the beginning of the buffer */
    void read(MemorySegment buffer, long at, float[] target, int count) {
        MemorySegment to = MemorySegment.ofArray(target);
        long bytes = count * JAVA_FLOAT.byteSize();
        for (long done = 0; done < bytes; done += PIECE_BYTES) {
            MemorySegment part = piece.asSlice(0, Math.min(PIECE_BYTES, bytes - done));
            cl.read(queue, buffer, at + done, part);
            MemorySegment.copy(part, 0, to, done, part.byteSize());
        }
    }
}
