package org.serai.runtime.inspect;

import org.jspecify.annotations.Nullable;
import org.serai.command.CommandStreams;
import org.serai.engine.ModelSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a command loads that works on one sequence after the other. Filled by picocli. */
final class SequenceOptions {
    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(names = "--context", paramLabel = "N", description = "Tokens that prompt and answer may take together.")
    private @Nullable Integer context;

    String model() {
        return engine.model();
    }

    /** Loads the model. The caller closes the session. */
    ModelSession open(EngineLoader engines, CommandStreams streams) {
        return engines.open(
                engine.model(),
                streams.workingDirectory(),
                engine.session(EngineOptions.positive("--context", context), 1));
    }
}
