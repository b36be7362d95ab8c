package org.serai.device.opencl;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.serai.device.opencl.error.OpenClErrors;
import org.serai.error.SeraiException;

/**
 * How much of the device's memory sessions may take together. Drivers grant buffers that they cannot fill, and fail when
 * somebody's work first touches them; so a session asks here before. Thread-safe.
 */
final class DeviceMemory {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /** @param limit bytes */
    DeviceMemory(long limit) {
        this.limit = limit;
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
            throw lack(bytes, before, what);
        }
    }

    /** Refuses bytes that could not be taken now, without taking them. */
    void require(long bytes, String what) {
        long taken = used.get();
        if (bytes > limit - taken) {
            throw lack(bytes, taken, what);
        }
    }

    private SeraiException lack(long bytes, long taken, String what) {
        return new SeraiException(
                OpenClErrors.MEMORY,
                String.format(
                        Locale.ROOT,
                        "%s needs %,d MiB, and of the %,d MiB that models may take on the OpenCL device %,d MiB are taken:"
                                + " use a smaller model, a shorter context or fewer slots, or raise memory.percent in"
                                + " org.serai.device.opencl",
                        what,
                        mebibytes(bytes),
                        mebibytes(limit),
                        mebibytes(taken)));
    }

    /** Gives bytes back. */
    void release(long bytes) {
        used.addAndGet(-bytes);
    }

    private static long mebibytes(long bytes) {
        return bytes / (1 << 20) + (bytes % (1 << 20) == 0 ? 0 : 1);
    }
}
