package org.serai.runtime.alias;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerationResult;

/**
 * Hears of each request to an alias when it ended or was refused. Is called without locks, from many threads; must be
 * quick.
 */
@FunctionalInterface
public interface RequestListener {
    /** A listener that ignores everything. */
    RequestListener NONE = request -> {};

    void ended(Ended request);

    /**
     * How a request ended. One of result and failure is there.
     *
     * @param request as it was worked on, defaults of the alias filled in
     * @param took from its submission to its end
     * @param result what came of it, the time in the queue counted in
     * @param failure why nothing came of it
     */
    record Ended(
            GenerateRequest request,
            Duration took,
            @Nullable GenerationResult result,
            @Nullable Throwable failure) {}
}
