package org.serai.runtime.memory;

import java.time.Instant;

/** Somebody whose model can be unloaded while nobody needs it. Thread-safe. */
public interface Resident {
    /** For messages. */
    String name();

    /** When it last had something to do. */
    Instant lastUse();

    /** True where it may be unloaded now: it has nothing to do, and nobody pinned it. */
    boolean isEvictable();

    /**
     * Unloads it, if it may be unloaded at this moment; its reservation is released when this returns true.
     *
     * @param forWhom who needs the memory
     */
    boolean evict(String forWhom);
}
