package org.serai.device;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a device session works.
 *
 * @param threads threads to compute with, for a device that uses some; empty for the device's choice
 * @param exact true to keep activations and the KV cache in F32, false to allow smaller types
 * @param derived where the device may keep what it makes of the tensors; empty to keep nothing
 */
public record DeviceOptions(OptionalInt threads, boolean exact, Optional<DerivedData> derived) {
    /** Keeps nothing. */
    public DeviceOptions(OptionalInt threads, boolean exact) {
        this(threads, exact, Optional.empty());
    }
}
