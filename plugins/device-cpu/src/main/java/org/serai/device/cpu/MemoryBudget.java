package org.serai.device.cpu;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.serai.error.SeraiException;

/**
 * How much of the heap weights and caches may take, over all sessions. Asking before allocating turns "out of memory" in
 * the middle of somebody else's work into an error of the one who asked for too much. Thread-safe.
 */
final class MemoryBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** @param limit bytes */
    MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** Seven eighths of the heap: the rest of the runtime needs some, too. */
    static MemoryBudget ofHeap() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / 8 * 7);
    }

    long limit() {
        return limit;
    }

    /**
     * Takes bytes.
     *
     * @param what for the message: what they are for
     */
    void reserve(long bytes, String what) {
        long before = used.getAndUpdate(taken -> bytes <= limit - taken ? taken + bytes : taken);
        if (bytes > limit - before) {
            throw new SeraiException(
                    CpuErrors.MEMORY,
                    String.format(
                            Locale.ROOT,
                            "%s needs %,d MiB, and of the %,d MiB that the CPU device may use %,d MiB are taken: give the"
                                    + " JVM a larger heap (-Xmx), or use a smaller model or context",
                            what,
                            mebibytes(bytes),
                            mebibytes(limit),
                            mebibytes(before)));
        }
    }

    /** Gives bytes back. */
    void release(long bytes) {
        used.addAndGet(-bytes);
    }

    private static long mebibytes(long bytes) {
        return Math.ceilDiv(bytes, 1L << 20);
    }
}
