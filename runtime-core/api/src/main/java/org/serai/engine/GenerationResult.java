package org.serai.engine;

import java.util.List;

/**
 * A finished generation, with what made it.
 *
 * @param text the answer, without stop string
 * @param ids the generated tokens, the model's end token left out
 * @param finishReason why it ended
 * @param promptTokens tokens of the prompt
 * @param completionTokens generated tokens
 * @param timings where the time went
 * @param seed the seed that makes the answer repeatable
 * @param scores for each generated token the likeliest ones, where the request asked for them
 * @param session the session that made it: engine, device, model and digest
 * @param replayed true where the answer of an earlier request with the same {@link Source} is given again, and no model
 *     worked; the other components then tell of the earlier request
 */
public record GenerationResult(
        String text,
        List<Integer> ids,
        FinishReason finishReason,
        int promptTokens,
        int completionTokens,
        Timings timings,
        long seed,
        List<TokenScores> scores,
        SessionInfo session,
        boolean replayed) {
    public GenerationResult {
        ids = List.copyOf(ids);
        scores = List.copyOf(scores);
    }
}
