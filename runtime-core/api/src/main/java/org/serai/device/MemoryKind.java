package org.serai.device;

/** Where a device keeps weights, caches and activations. */
public enum MemoryKind {
    /** On the heap of this Java machine. */
    HEAP,
    /** In the memory of this process, outside of the heap. */
    NATIVE,
    /** In memory of its own, such as that of a graphics card. */
    DEVICE
}
