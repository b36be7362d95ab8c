package org.serai.engine;

import org.serai.model.Support;

/**
 * Runs models. A plugin provides one as an OSGi service.
 *
 * <p>Engines and sessions are thread-safe; a {@link ModelSession} queues and batches concurrent requests. What an engine
 * cannot honour it refuses with the reason; it never ignores it.
 */
public interface InferenceEngine {
    /** Service property: the stable, lower-case name that configuration uses, such as {@code decoder}. */
    String NAME = "serai.engine.name";

    /**
     * Service property: {@link Boolean#TRUE} for an engine that sends prompts to a server. It serves an alias only where the
     * configuration names it, and never gets a request of {@link Residency#LOCAL_ONLY}.
     */
    String REMOTE = "serai.engine.remote";

    /** Says whether this engine can run the model and, if it cannot, why. Never throws, never loads weights. */
    Support supports(ModelReference model, SessionOptions options);

    /**
     * Loads the model. The caller owns the session and closes it; closing frees every byte.
     *
     * @throws org.serai.error.SeraiException where the model cannot be loaded; nothing stays allocated then
     */
    ModelSession open(ModelReference model, SessionOptions options);
}
