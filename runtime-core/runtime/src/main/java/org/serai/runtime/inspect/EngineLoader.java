package org.serai.runtime.inspect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.SessionOptions;
import org.serai.error.SeraiException;
import org.serai.model.Support;

/** Loads a model with the best engine that can run it. Thread-safe. */
@Component(service = EngineLoader.class)
public final class EngineLoader {
    private final ModelFiles files;
    private final List<InferenceEngine> engines;

    /** @param engines best last, as a container gives them */
    @Activate
    public EngineLoader(
            @Reference(name = "files") ModelFiles files,
            @Reference(
                            name = "engines",
                            cardinality = ReferenceCardinality.MULTIPLE,
                            policyOption = ReferencePolicyOption.GREEDY)
                    List<InferenceEngine> engines) {
        this.files = files;
        this.engines = List.copyOf(engines).reversed();
    }

    /**
     * Loads a model by name or path. The caller closes the session.
     *
     * @throws SeraiException where there is no such model, or no engine can run it
     */
    ModelSession open(String nameOrPath, Path base, SessionOptions options) {
        return open(files.resolve(nameOrPath, base), options);
    }

    /**
     * Loads a model. The caller closes the session.
     *
     * @throws SeraiException where no engine can run it
     */
    public ModelSession open(ModelReference model, SessionOptions options) {
        List<String> reasons = new ArrayList<>();
        for (InferenceEngine engine : engines) {
            switch (engine.supports(model, options)) {
                case Support.Yes() -> {
                    return engine.open(model, options);
                }
                case Support.No(String reason) -> reasons.add(reason);
            }
        }
        throw new SeraiException(
                InspectErrors.NO_ENGINE,
                reasons.isEmpty()
                        ? "The model " + model.name() + " cannot be run: no engine is installed; put one into plugins/"
                        : "No engine can run the model " + model.name() + ": " + String.join("; ", reasons));
    }
}
