package org.serai.engine;

import java.util.List;

/**
 * A finished generation, with what made it.
 *
 * @param text the answer, without stop string
 * @param ids the generated tokens, the model's end token left out; empty where a server does not tell them
 * @param finishReason why it ended
 * @param promptTokens tokens of the prompt; {@link #UNKNOWN} where a server does not tell
 * @param completionTokens generated tokens; {@link #UNKNOWN} where a server does not tell
 * @param timings where the time went
 * @param seed the seed that makes the answer repeatable
 * @param scores for each generated token the likeliest ones, where the request asked for them
 * @param session the session that made it: engine, device, model and digest
 * @param replayed true where the answer of an earlier request with the same {@link Source} is given again, and no model
 *     worked; the other components then tell of the earlier request
 * @param toolCalls the tools that the model wants called, where the request offered some and the engine tells the calls
 *     apart from the text
 * @param provenance how the request came to that session
 * @param cachedTokens how many of the prompt's tokens were not computed again, because an earlier prompt began alike; 0
 *     where an engine does not tell
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
        boolean replayed,
        List<ToolCall> toolCalls,
        Provenance provenance,
        int cachedTokens) {
    /** A count that nobody knows. */
    public static final int UNKNOWN = -1;

    public GenerationResult {
        ids = List.copyOf(ids);
        scores = List.copyOf(scores);
        toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls); // an answer that was kept may have none
        provenance = provenance == null ? Provenance.NONE : provenance; // nor this
    }

    /** A result of text alone. */
    public GenerationResult(
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
        this(
                text,
                ids,
                finishReason,
                promptTokens,
                completionTokens,
                timings,
                seed,
                scores,
                session,
                replayed,
                List.of());
    }

    /** What an engine gives: nothing yet tells how the request came to it. */
    public GenerationResult(
            String text,
            List<Integer> ids,
            FinishReason finishReason,
            int promptTokens,
            int completionTokens,
            Timings timings,
            long seed,
            List<TokenScores> scores,
            SessionInfo session,
            boolean replayed,
            List<ToolCall> toolCalls) {
        this(
                text,
                ids,
                finishReason,
                promptTokens,
                completionTokens,
                timings,
                seed,
                scores,
                session,
                replayed,
                toolCalls,
                Provenance.NONE,
                0);
    }

    /** The same with another reason why it ended. */
    public GenerationResult withFinishReason(FinishReason other) {
        return with(other, timings, replayed, provenance, cachedTokens);
    }

    /** The same with other timings. */
    public GenerationResult withTimings(Timings other) {
        return with(finishReason, other, replayed, provenance, cachedTokens);
    }

    /** The same, with the tokens that came from a cache. */
    public GenerationResult withCachedTokens(int count) {
        return with(finishReason, timings, replayed, provenance, count);
    }

    /** The same, with how the request came to its session. */
    public GenerationResult withProvenance(Provenance other) {
        return with(finishReason, timings, replayed, other, cachedTokens);
    }

    /** The same, as it is given again. */
    public GenerationResult asReplayed() {
        return with(finishReason, timings, true, provenance, cachedTokens);
    }

    private GenerationResult with(
            FinishReason otherReason,
            Timings otherTimings,
            boolean isReplayed,
            Provenance otherProvenance,
            int otherCachedTokens) {
        return new GenerationResult(
                text,
                ids,
                otherReason,
                promptTokens,
                completionTokens,
                otherTimings,
                seed,
                scores,
                session,
                isReplayed,
                toolCalls,
                otherProvenance,
                otherCachedTokens);
    }
}
