package org.serai.device.cpu;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.serai.error.SeraiException;

/**
 * How much memory of one kind may be taken, over all sessions. Asking before allocating turns "out of memory" in the middle
 * of somebody else's work into an error of the one who asked for too much. Thread-safe.
 */
final class MemoryBudget {
    private final long limit;
    private final String place;
    private final String wayOut;
    private final AtomicLong used = new AtomicLong();

    /**
     * @param limit bytes
     * @param place where the memory is, for the message
     * @param wayOut how more of it can be had
     */
    MemoryBudget(long limit, String place, String wayOut) {
        this.limit = limit;
        this.place = place;
        this.wayOut = wayOut;
    }

    /** Seven eighths of the heap, for activations and caches: the rest of the runtime needs some, too. */
    static MemoryBudget ofHeap() {
        return new MemoryBudget(
                Runtime.getRuntime().maxMemory() / 8 * 7, "of the heap", "give the JVM a larger heap (-Xmx)");
    }

    /** Seven eighths of what the heap leaves of the memory of the machine or container, for weights. */
    static MemoryBudget besideHeap() {
        long heap = Runtime.getRuntime().maxMemory();
        return new MemoryBudget(
                Math.max(0, memoryOfMachine() - heap) / 8 * 7,
                "outside the heap",
                "leave more to it with a smaller heap (-Xmx), take a machine or container with more memory");
    }

    private static long memoryOfMachine() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            return system.getTotalMemorySize();
        }
        return Long.MAX_VALUE; // another vendor's JVM does not tell
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
                            "%s needs %,d MiB, and of the %,d MiB %s that the CPU device may use %,d MiB are taken: %s, or"
                                    + " use a smaller model or context",
                            what,
                            mebibytes(bytes),
                            mebibytes(limit),
                            place,
                            mebibytes(before),
                            wayOut));
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
