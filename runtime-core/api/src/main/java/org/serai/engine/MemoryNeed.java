package org.serai.engine;

import org.serai.device.MemoryKind;

/**
 * What a session will take of memory, in bytes.
 *
 * @param device name of the device that it would be loaded on
 * @param weightsKind where the device keeps weights
 * @param weights the model's tensors, as the device keeps them
 * @param workKind where the device keeps the rest
 * @param kvCache keys and values of all slots
 * @param scratch activations, and whatever else one pass needs
 */
public record MemoryNeed(
        String device, MemoryKind weightsKind, long weights, MemoryKind workKind, long kvCache, long scratch) {
    public MemoryNeed {
        if (weights < 0 || kvCache < 0 || scratch < 0) {
            throw new IllegalArgumentException(
                    "memory cannot be negative: " + weights + ", " + kvCache + ", " + scratch);
        }
    }

    /** A need of one kind. */
    public MemoryNeed(String device, MemoryKind kind, long weights, long kvCache, long scratch) {
        this(device, kind, weights, kind, kvCache, scratch);
    }

    /** What it takes of a kind. */
    public long bytes(MemoryKind kind) {
        return (kind == weightsKind ? weights : 0) + (kind == workKind ? kvCache + scratch : 0);
    }

    /** All of it together. */
    public long total() {
        return weights + kvCache + scratch;
    }
}
