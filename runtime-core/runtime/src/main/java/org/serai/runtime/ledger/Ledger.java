package org.serai.runtime.ledger;

import java.util.function.Supplier;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;

/**
 * Answers repeated work with what was answered before, so that no inference is paid twice. Thread-safe; returns at once.
 */
@FunctionalInterface
public interface Ledger {
    /** Does the work that the ledger does not know. */
    @FunctionalInterface
    interface Worker {
        /** As {@link org.serai.alias.AliasService#submit}. */
        Generation submit(GenerateRequest request, GenerationListener listener);
    }

    /**
     * Gives the stored answer, waits for the one that somebody works on, or has the work done.
     *
     * @param request complete: what answers depend on is filled in; its source names the work
     * @param modelDigest the digest of the model that would work; may block and may throw
     * @param listener hears a stored answer as one chunk
     * @return completes as the worker's would; a replayed answer says so
     */
    Generation submit(
            GenerateRequest request, Supplier<String> modelDigest, GenerationListener listener, Worker worker);
}
