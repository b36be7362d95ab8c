package org.serai.alias;

import java.util.List;
import java.util.Optional;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;

/**
 * The way from a route to a model: finds the session behind an alias, admits the request to its queue, and hands it
 * over. An OSGi service; thread-safe.
 */
public interface AliasService {
    /** All configured aliases, by name, whether they are ready or not. */
    List<AliasInfo> aliases();

    Optional<AliasInfo> alias(String name);

    /** How busy an alias is; empty for an unknown one. Cheap enough to be asked many times a second. */
    Optional<AliasLoad> load(String name);

    /**
     * Starts a generation on the alias that {@link GenerateRequest#model()} names, and returns at once. Unset parameters
     * take the alias's defaults. Cancelling and results are as in {@link org.serai.engine.ModelSession#generate}.
     *
     * @throws org.serai.error.SeraiException of category NOT_FOUND for an unknown alias, UNAVAILABLE for one that is
     *     not loaded, {@link org.serai.error.OverloadException} where its queue is full, or as the engine refuses it
     */
    Generation submit(GenerateRequest request, GenerationListener listener);

    /** An OSGi service (whiteboard) that hears when an alias comes, changes or goes. Must not block. */
    @FunctionalInterface
    interface Listener {
        void aliasesChanged();
    }
}
