package org.serai.engine;

import java.util.concurrent.CompletableFuture;

/** A generation under way. Thread-safe. */
public interface Generation {
    /**
     * The outcome. A cancelled or expired generation completes normally, with what it had and its
     * {@link FinishReason}; a failed one completes with a {@link org.serai.error.SeraiException}.
     *
     * @return the same future at each call; completing or cancelling it has no effect on the generation
     */
    CompletableFuture<GenerationResult> result();

    /** Asks the generation to stop; its slot is free within one token. Idempotent, and harmless after the end. */
    void cancel();
}
