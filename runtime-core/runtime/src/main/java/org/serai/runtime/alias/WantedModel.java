package org.serai.runtime.alias;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.serai.engine.ModelReference;
import org.serai.error.SeraiException;

/**
 * A model as engines need it: those of this machine its file, which is looked up when the first of them asks; those in front
 * of servers its name alone. Used by one thread.
 */
final class WantedModel {
    private final String name;
    private final Function<String, ModelReference> store;
    private @Nullable ModelReference file;
    private @Nullable SeraiException problem;

    /** @param store finds a model by name or path, and throws where it cannot */
    WantedModel(String name, Function<String, ModelReference> store) {
        this.name = name;
        this.store = store;
    }

    /** @throws SeraiException where the engine needs a file that is not there */
    ModelReference asNeededBy(EngineEntry engine) {
        if (engine.remote()) {
            return new ModelReference(name, Optional.empty(), "", Map.of());
        }
        if (problem != null) {
            throw problem;
        }
        if (file == null) {
            try {
                file = store.apply(name);
            } catch (SeraiException e) {
                problem = e;
                throw e;
            }
        }
        return file;
    }

    /** Why there is no file; null where nobody asked for it, or it is there. */
    @Nullable
    SeraiException problem() {
        return problem;
    }
}
