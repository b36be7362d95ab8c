package org.serai.runtime.alias;

import org.serai.error.SeraiException;

/** How an attempt to load a model ended. */
sealed interface LoadOutcome {
    /** Loaded. */
    record Loaded(LoadedModel model) implements LoadOutcome {}

    /**
     * Not loaded.
     *
     * @param problem why
     * @param engineMayCome true where an engine that is not there could change that
     */
    record Failed(SeraiException problem, boolean engineMayCome) implements LoadOutcome {}
}
