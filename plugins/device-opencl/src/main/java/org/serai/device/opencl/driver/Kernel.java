package org.serai.device.opencl.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A kernel with its arguments. After {@link #begin} they are set one after the other in the order of the kernel's
 * parameters, and then it is launched. Not thread-safe.
 */
public final class Kernel {
    private static final int DIMENSIONS = 3;
    private static final long SIZES_BYTES = DIMENSIONS * Long.BYTES;

    private final OpenCl cl;
    private final String name;
    private final MemorySegment handle;
    private final MemorySegment argument;
    private final MemorySegment global;
    private final MemorySegment local;
    private int next;

    /** @param arena where the arguments stand on their way; outlives the kernel */
    public Kernel(OpenCl cl, MemorySegment program, String name, Arena arena) {
        this.cl = cl;
        this.name = "kernel " + name;
        handle = cl.createKernel(program, name);
        argument = arena.allocate(JAVA_LONG);
        global = arena.allocate(SIZES_BYTES, JAVA_LONG.byteAlignment());
        local = arena.allocate(SIZES_BYTES, JAVA_LONG.byteAlignment());
    }

    /** The next argument is the first one. */
    public Kernel begin() {
        next = 0;
        return this;
    }

    public Kernel buffer(MemorySegment buffer) {
        argument.set(ADDRESS, 0, buffer);
        return set(ADDRESS.byteSize(), argument);
    }

    public Kernel integer(int number) {
        argument.set(JAVA_INT, 0, number);
        return set(JAVA_INT.byteSize(), argument);
    }

    public Kernel wide(long number) {
        argument.set(JAVA_LONG, 0, number);
        return set(JAVA_LONG.byteSize(), argument);
    }

    public Kernel real(float number) {
        argument.set(JAVA_FLOAT, 0, number);
        return set(JAVA_FLOAT.byteSize(), argument);
    }

    /** Memory that a work-group shares. */
    public Kernel local(long bytes) {
        return set(bytes, MemorySegment.NULL);
    }

    private Kernel set(long bytes, MemorySegment value) {
        cl.setArgument(handle, next++, bytes, value);
        return this;
    }

    /** Launches {@code x × y × z} work-groups of {@code items} work-items in a row. */
    public void launch(MemorySegment queue, int items, long x, long y, long z) {
        sizes(global, x * items, y, z);
        sizes(local, items, 1, 1);
        cl.launch(queue, handle, name, global, local);
    }

    private static void sizes(MemorySegment target, long x, long y, long z) {
        target.setAtIndex(JAVA_LONG, 0, x);
        target.setAtIndex(JAVA_LONG, 1, y);
        target.setAtIndex(JAVA_LONG, 2, z);
    }

    public void release() {
        cl.releaseKernel(handle);
    }
}
