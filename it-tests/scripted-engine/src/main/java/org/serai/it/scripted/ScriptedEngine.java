package org.serai.it.scripted;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.SessionOptions;
import org.serai.model.Support;

/**
 * Runs any file as a model, whose answers are what each prompt's {@link Script} says. Its configuration
 * {@code org.serai.it.scripted} may name a file in {@code log}, which gets a line for each inference that begins.
 */
@Component(
        service = InferenceEngine.class,
        configurationPid = "org.serai.it.scripted",
        property = InferenceEngine.NAME + "=" + ScriptedEngine.ENGINE_NAME)
public final class ScriptedEngine implements InferenceEngine {
    /** The name that an alias's {@code engines} uses. */
    public static final String ENGINE_NAME = "scripted";

    private final WorkLog log;

    /** For a container. */
    @Activate
    public ScriptedEngine(Map<String, ?> configuration) {
        this(Optional.ofNullable(configuration.get("log")).map(file -> Path.of(file.toString())));
    }

    /** For use without a container. */
    public ScriptedEngine(Optional<Path> log) {
        this.log = new WorkLog(log);
    }

    @Override
    public Support supports(ModelReference model, SessionOptions options) {
        return Support.yes();
    }

    @Override
    public ModelSession open(ModelReference model, SessionOptions options) {
        return new ScriptedSession(model, options, log);
    }
}
