package org.serai.runtime.inspect;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.serai.engine.SessionOptions;
import picocli.CommandLine.Option;

/** How a command loads its model, in the words of an alias. Filled by picocli. */
final class EngineOptions {
    @Option(names = "--exact", description = "Compute with F32 activations.")
    private boolean exact;

    @Option(names = "--device", paramLabel = "NAME", description = "The device to compute on, such as cpu.")
    private @Nullable String device;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with.")
    private @Nullable Integer threads;

    @Option(names = "--context", paramLabel = "N", description = "Tokens that prompt and answer may take together.")
    private @Nullable Integer context;

    SessionOptions session() {
        return new SessionOptions(
                positive("--context", context),
                1,
                device == null ? List.of() : List.of(device),
                positive("--threads", threads),
                exact);
    }

    private static OptionalInt positive(String option, @Nullable Integer value) {
        if (value != null && value < 1) {
            throw Fields.bad(option + " must be at least 1, not " + value);
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
