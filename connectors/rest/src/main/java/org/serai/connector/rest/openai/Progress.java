package org.serai.connector.rest.openai;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerationResult;

/** How far the generations of an inquiry are. Used by one thread. */
final class Progress {
    /** Longer than any request may take. */
    static final Duration FOR_EVER = Duration.ofDays(365);

    private final Generations generations;
    private final Inquiry inquiry;
    private final @Nullable GenerationResult[] results;
    private final int[] completionTokens;
    private int missing;

    Progress(Generations generations, Inquiry inquiry) {
        int count = inquiry.generations().size();
        this.generations = generations;
        this.inquiry = inquiry;
        this.results = new GenerationResult[count];
        this.completionTokens = new int[count];
        this.missing = count;
    }

    /**
     * Waits for what happens next.
     *
     * @return a piece or an end; null where nothing happened for so long
     * @throws org.serai.error.SeraiException where a generation failed or was stopped, or nobody waits any more
     */
    @Nullable
    Event next(Duration patience) throws InterruptedException {
        Event event = generations.next(patience);
        switch (event) {
            case Event.Piece(int choice, var chunk) -> completionTokens[choice] = chunk.completionTokens();
            case Event.Ended(int choice, GenerationResult result) -> {
                completionTokens[choice] = Math.max(completionTokens[choice], result.completionTokens());
                results[choice] = Failures.requireComplete(result);
                missing--;
            }
            case Event.Failed(Throwable problem) -> throw Failures.of(problem, inquiry);
            case Event.Abandoned() -> throw Failures.clientGone();
            case null -> {
                // nothing happened
            }
        }
        return event;
    }

    boolean isComplete() {
        return missing == 0;
    }

    /** All results, once the inquiry is complete. */
    List<GenerationResult> results() {
        return Arrays.stream(results).map(Objects::requireNonNull).toList();
    }

    /** The tokens of all answers so far, and of the prompts of those that ended. */
    int tokens() {
        int prompts = Arrays.stream(results)
                .filter(Objects::nonNull)
                .mapToInt(result -> Math.max(0, result.promptTokens()))
                .sum();
        return prompts + Arrays.stream(completionTokens).sum();
    }
}
