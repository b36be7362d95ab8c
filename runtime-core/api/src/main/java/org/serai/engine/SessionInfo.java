package org.serai.engine;

import java.util.Set;

/**
 * What a session is.
 *
 * @param engine name of the engine
 * @param device name of the device, or of the server for a remote engine
 * @param model name of the model
 * @param digest {@code sha256:…} of the model; for one that lives on a server {@code server:ENGINE/MODEL}, which nobody
 *     can verify
 * @param context tokens that one sequence may hold
 * @param slots sequences that are worked on at once
 * @param memoryBytes memory that the session holds, weights and KV cache together; 0 for one that lives on a server
 * @param warning what makes the session slower or less exact than it could be, for people; empty where nothing does
 * @param capabilities what it can do beside writing text
 */
public record SessionInfo(
        String engine,
        String device,
        String model,
        String digest,
        int context,
        int slots,
        long memoryBytes,
        String warning,
        Set<Capability> capabilities) {
    public SessionInfo {
        capabilities =
                capabilities == null ? Set.of() : Set.copyOf(capabilities); // an answer that was kept may tell none
    }

    /** A session that writes text and nothing else. */
    public SessionInfo(
            String engine,
            String device,
            String model,
            String digest,
            int context,
            int slots,
            long memoryBytes,
            String warning) {
        this(engine, device, model, digest, context, slots, memoryBytes, warning, Set.of());
    }
}
