package org.serai.device.opencl;

import java.lang.foreign.MemorySegment;

/** A buffer that grows to what its largest use needs. Not thread-safe. */
final class Scratch {
    private final SessionBuffers buffers;
    private final String what;
    private MemorySegment buffer = MemorySegment.NULL;
    private long bytes;

    /** @param what for messages: what it is for */
    Scratch(SessionBuffers buffers, String what) {
        this.buffers = buffers;
        this.what = what;
    }

    /** The buffer, with room for so many bytes; its content is lost where it had to grow. */
    MemorySegment reserve(long needed) {
        if (needed > bytes) {
            MemorySegment larger = buffers.allocate(needed, what);
            if (bytes > 0) {
                buffers.free(buffer);
            }
            buffer = larger;
            bytes = needed;
        }
        return buffer;
    }

    /** True where there is room for so many bytes without losing what is there. */
    boolean holds(long needed) {
        return needed <= bytes;
    }
}
