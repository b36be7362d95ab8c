package org.serai.runtime.inspect;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.serai.engine.SessionOptions;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model a command loads and how, in the words of an alias. Filled by picocli. */
public final class EngineOptions {
    @Parameters(paramLabel = "NAME|FILE", description = "A model of the store, or a model file.")
    private String model = "";

    @Option(names = "--exact", description = "Compute with F32 activations.")
    private boolean exact;

    @Option(names = "--device", paramLabel = "NAME", description = "The device to compute on, such as cpu.")
    private @Nullable String device;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with.")
    private @Nullable Integer threads;

    /** The model's name or path, as it was given. */
    public String model() {
        return model;
    }

    /**
     * How many threads were asked for.
     *
     * @throws org.serai.error.SeraiException where that is no number of threads
     */
    public OptionalInt threads() {
        return positive("--threads", threads);
    }

    /** How the model is to be loaded. */
    public SessionOptions session(OptionalInt context, int slots) {
        return new SessionOptions(context, slots, device == null ? List.of() : List.of(device), threads(), exact);
    }

    static OptionalInt positive(String option, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw Fields.bad(option + " must be at least 1, not " + value);
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
