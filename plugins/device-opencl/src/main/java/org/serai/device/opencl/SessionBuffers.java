package org.serai.device.opencl;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.serai.device.opencl.driver.DriverException;
import org.serai.device.opencl.error.OpenClErrors;
import org.serai.error.SeraiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The buffers of one session, counted against the memory of the device. Not thread-safe. */
final class SessionBuffers {
    private static final Logger LOG = LoggerFactory.getLogger(SessionBuffers.class);

    private final Accelerator accelerator;
    private final Map<MemorySegment, Long> sizes = new HashMap<>();
    private long bytes;

    SessionBuffers(Accelerator accelerator) {
        this.accelerator = accelerator;
    }

    /** Bytes of all buffers. */
    long bytes() {
        return bytes;
    }

    /**
     * Makes a buffer with undefined content.
     *
     * @param what for the message: what it is for
     */
    MemorySegment allocate(long size, String what) {
        long largest = accelerator.hardware().largestBufferBytes();
        if (size > largest) {
            throw new SeraiException(
                    OpenClErrors.SIZE,
                    String.format(
                            Locale.ROOT,
                            "%s needs %,d bytes in one piece, and a buffer of the OpenCL device has at most %,d: use a"
                                    + " smaller model, a shorter context or fewer slots, or another device",
                            what,
                            size,
                            largest));
        }
        accelerator.memory().reserve(size, what);
        boolean created = false;
        try {
            MemorySegment buffer = accelerator.cl().createBuffer(accelerator.context(), size);
            sizes.put(buffer, size);
            bytes += size;
            created = true;
            return buffer;
        } finally {
            if (!created) {
                accelerator.memory().release(size);
            }
        }
    }

    /** Frees a buffer, once the commands that use it are done. */
    void free(MemorySegment buffer) {
        Long size = sizes.remove(buffer);
        if (size == null) {
            throw new IllegalArgumentException("the buffer is not of this session");
        }
        bytes -= size;
        accelerator.memory().release(size);
        release(buffer);
    }

    /** Frees all, also where the driver is broken. */
    void freeAll() {
        for (MemorySegment buffer : sizes.keySet()) {
            release(buffer);
        }
        sizes.clear();
        accelerator.memory().release(bytes);
        bytes = 0;
    }

    private void release(MemorySegment buffer) {
        try {
            accelerator.cl().releaseBuffer(buffer);
        } catch (DriverException e) {
            LOG.warn("The driver did not take back a buffer", e);
        }
    }
}
