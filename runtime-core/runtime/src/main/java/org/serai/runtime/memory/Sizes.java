package org.serai.runtime.memory;

import java.util.Locale;
import org.serai.device.MemoryKind;
import org.serai.engine.MemoryNeed;

/** Memory for people. */
final class Sizes {
    private Sizes() {}

    /** Rounded up, so that what is shown as needed is enough. */
    static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", Math.ceilDiv(bytes, 1L << 20));
    }

    /** The parts of a need. */
    static String describe(MemoryNeed need) {
        return "weights " + mebibytes(need.weights()) + ", KV cache " + mebibytes(need.kvCache()) + ", scratch "
                + mebibytes(need.scratch());
    }

    static String name(MemoryKind kind) {
        return switch (kind) {
            case HEAP -> "heap";
            case NATIVE -> "native memory";
            case DEVICE -> "device memory";
        };
    }
}
