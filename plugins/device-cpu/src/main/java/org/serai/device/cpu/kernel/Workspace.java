package org.serai.device.cpu.kernel;

import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Scratch memory of one thread, kept from call to call. */
public final class Workspace {
    private final ArrayMemories memories = new ArrayMemories();
    private @Nullable Object kept;
    private float[] weights = {};
    private float[] sums = {};

    /** Room for at least {@code count} decoded weights; the content is undefined. */
    public float[] weights(int count) {
        if (weights.length < count) {
            weights = new float[count];
        }
        return weights;
    }

    /** Room for at least {@code count} intermediate results; the content is undefined. */
    public float[] sums(int count) {
        if (sums.length < count) {
            sums = new float[count];
        }
        return sums;
    }

    /** An array as functions of machine code take it. */
    public MemorySegment memory(float[] array) {
        return memories.of(array);
    }

    /** What a kernel made for itself in this thread earlier, or makes now. Only one thing is kept. */
    public <T> T kept(Class<T> type, Supplier<T> maker) {
        Object known = kept;
        if (type.isInstance(known)) {
            return type.cast(known);
        }
        T made = maker.get();
        kept = made;
        return made;
    }
}
