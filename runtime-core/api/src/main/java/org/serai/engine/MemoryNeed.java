package org.serai.engine;

import org.serai.device.MemoryKind;

/**
 * What a session will take of memory, in bytes.
 *
 * @param device name of the device that it would be loaded on
 * @param kind where the device keeps it
 * @param weights the model's tensors, as the device keeps them
 * @param kvCache keys and values of all slots
 * @param scratch activations, and whatever else one pass needs
 */
public record MemoryNeed(String device, MemoryKind kind, long weights, long kvCache, long scratch) {
    public MemoryNeed {
        if (weights < 0 || kvCache < 0 || scratch < 0) {
            throw new IllegalArgumentException(
                    "memory cannot be negative: " + weights + ", " + kvCache + ", " + scratch);
        }
    }

    /** All of it together. */
    public long total() {
        return Math.addExact(Math.addExact(weights, kvCache), scratch);
    }
}
