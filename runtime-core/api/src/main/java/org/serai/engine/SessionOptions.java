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
 * @param prefixCache true to let an engine with a KV cache keep what it computed for the beginning of a prompt, for others
 *     that begin alike; the answers are the same. An engine without such a cache has nothing to keep
 * @param speculation true to let an engine guess tokens and verify several at once where that is quicker; the answers are
 *     the same. An engine that does not guess goes token by token
 */
public record SessionOptions(
        OptionalInt context,
        int slots,
        List<String> devices,
        OptionalInt threads,
        boolean exact,
        boolean prefixCache,
        boolean speculation) {
    public SessionOptions {
        if (slots < 1) {
            throw new IllegalArgumentException("slots must be at least 1: " + slots);
        }
        devices = List.copyOf(devices);
    }

    /** With a prefix cache and speculation. */
    public SessionOptions(OptionalInt context, int slots, List<String> devices, OptionalInt threads, boolean exact) {
        this(context, slots, devices, threads, exact, true, true);
    }

    /** The same on other devices. */
    public SessionOptions withDevices(List<String> others) {
        return new SessionOptions(context, slots, others, threads, exact, prefixCache, speculation);
    }

    /** The same, token by token. */
    public SessionOptions withoutSpeculation() {
        return new SessionOptions(context, slots, devices, threads, exact, prefixCache, false);
    }

    /** One slot, everything else the engine's choice. */
    public static SessionOptions defaults() {
        return new SessionOptions(OptionalInt.empty(), 1, List.of(), OptionalInt.empty(), false);
    }
}
