package org.serai.device.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.serai.error.SeraiException;

/**
 * The memory of a session's weights, outside the heap: in huge pages where there are any, and touched first by the thread
 * that fills it, for on many machines a thread takes longer to get fresh memory than to fill it. Handed out by one thread.
 */
final class WeightMemory implements AutoCloseable {
    /** Small tensors share a region, which takes no more room than what was written to. */
    private static final long REGION_BYTES = 64L << 20;

    /** A line of the CPU's cache and its longest vector. */
    private static final long ALIGNMENT = 64;

    private final Arena arena = Arena.ofShared();
    private MemorySegment region = MemorySegment.NULL;
    private long used;

    /** Zeros. */
    MemorySegment allocate(long bytes) {
        if (!HugePages.areThere()) {
            return arena.allocate(bytes, ALIGNMENT);
        }
        if (bytes > region.byteSize() - used) {
            long needed = Math.max(REGION_BYTES, Math.ceilDiv(bytes, HugePages.BYTES) * HugePages.BYTES);
            region = HugePages.allocate(needed, arena)
                    .orElseThrow(() -> new SeraiException(
                            CpuErrors.MEMORY,
                            "The system does not give " + (needed >> 20) + " MiB of memory for weights: stop other"
                                    + " programs, raise the limit of the process, or use a smaller model"));
            used = 0;
        }
        MemorySegment memory = region.asSlice(used, bytes);
        used += Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT;
        return memory;
    }

    @Override
    public void close() {
        arena.close();
    }
}
