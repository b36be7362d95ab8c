package org.serai.engine;

import java.util.List;
import java.util.OptionalInt;

/**
 * How a model is loaded.
 *
 * @param context tokens that one sequence may hold, prompt and answer together; empty for the engine's choice within
 *     the model's own limit
 * @param slots sequences that are worked on at once, at least 1
 * @param devices names of devices in order of preference; empty for the engine's choice
 * @param threads threads of a device that uses some; empty for the device's choice
 * @param exact true to compute with F32 activations, false to allow 8-bit ones
 */
public record SessionOptions(OptionalInt context, int slots, List<String> devices, OptionalInt threads, boolean exact) {
    public SessionOptions {
        if (slots < 1) {
            throw new IllegalArgumentException("slots must be at least 1: " + slots);
        }
        devices = List.copyOf(devices);
    }

    /** One slot, everything else the engine's choice. */
    public static SessionOptions defaults() {
        return new SessionOptions(OptionalInt.empty(), 1, List.of(), OptionalInt.empty(), false);
    }
}
