package org.serai.runtime.inspect;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.serai.command.CommandStreams;
import org.serai.engine.ModelSession;
import org.serai.engine.SessionOptions;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model a command loads and how, in the words of an alias. Filled by picocli. */
final class EngineOptions {
    @Parameters(paramLabel = "NAME|FILE", description = "A model of the store, or a model file.")
    private String model = "";

    @Option(names = "--exact", description = "Compute with F32 activations.")
    private boolean exact;

    @Option(names = "--device", paramLabel = "NAME", description = "The device to compute on, such as cpu.")
    private @Nullable String device;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with.")
    private @Nullable Integer threads;

    @Option(names = "--context", paramLabel = "N", description = "Tokens that prompt and answer may take together.")
    private @Nullable Integer context;

    String model() {
        return model;
    }

    /** Loads the model. The caller closes the session. */
    ModelSession open(EngineLoader engines, CommandStreams streams) {
        SessionOptions options = new SessionOptions(
                positive("--context", context),
                1,
                device == null ? List.of() : List.of(device),
                positive("--threads", threads),
                exact);
        return engines.open(model, streams.workingDirectory(), options);
    }

    private static OptionalInt positive(String option, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw Fields.bad(option + " must be at least 1, not " + value);
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
