package org.serai.engine.openai;

import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.SessionOptions;
import org.serai.model.Support;

/** An engine as a service, made while its server is there. */
@Component(
        factory = OfferedEngine.FACTORY,
        service = InferenceEngine.class,
        property = InferenceEngine.REMOTE + ":Boolean=true")
public final class OfferedEngine implements InferenceEngine {
    /** The name of the factory. */
    static final String FACTORY = "org.serai.engine.openai.offered";

    /** The property that has the engine. */
    static final String ENGINE = "serai.engine.object";

    private final RemoteEngine engine;

    @Activate
    public OfferedEngine(Map<String, ?> properties) {
        if (!(properties.get(ENGINE) instanceof RemoteEngine offered)) {
            throw new IllegalArgumentException("An engine is made by its server, and by nobody else");
        }
        this.engine = offered;
    }

    @Override
    public Support supports(ModelReference model, SessionOptions options) {
        return engine.supports(model, options);
    }

    @Override
    public ModelSession open(ModelReference model, SessionOptions options) {
        return engine.open(model, options);
    }
}
