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
     * @param mayPass true where the same could succeed later: an engine that is held off is tried again, memory becomes free
     */
    record Failed(SeraiException problem, boolean engineMayCome, boolean mayPass) implements LoadOutcome {}
}
