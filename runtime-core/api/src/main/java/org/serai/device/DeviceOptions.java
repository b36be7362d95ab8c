package org.serai.device;

import java.util.OptionalInt;

/**
 * How a device session works.
 *
 * @param threads threads to compute with, for a device that uses some; empty for the device's choice
 * @param exact true to keep activations and the KV cache in F32, false to allow smaller types
 */
public record DeviceOptions(OptionalInt threads, boolean exact) {}
