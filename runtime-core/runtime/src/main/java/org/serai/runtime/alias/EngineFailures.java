package org.serai.runtime.alias;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

/** Tells failures of an engine from failures that a request brings upon itself. */
final class EngineFailures {
    private EngineFailures() {}

    /** What failed, without the wrapping of futures. */
    static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** True where the same request could succeed on another session. */
    static boolean isEngines(Throwable problem) {
        return !(problem instanceof SeraiException known)
                || switch (known.code().category()) {
                    case INTERNAL, RESOURCE, UNAVAILABLE -> true;
                    default -> false;
                };
    }

    /** True where the engine itself says that it is not there: another try at once is of no use. */
    static boolean isAbsence(Throwable problem) {
        return problem instanceof SeraiException known && known.code().category() == ErrorCategory.UNAVAILABLE;
    }
}
