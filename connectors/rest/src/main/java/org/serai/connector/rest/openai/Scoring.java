package org.serai.connector.rest.openai;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.TokenScores;

/**
 * What an answer tells of the likelihood of its tokens.
 *
 * @param wanted false to tell nothing
 * @param top how many alternatives to tell for each token
 * @param stops true where a stop string may have cut off the last tokens
 */
record Scoring(boolean wanted, int top, boolean stops) {
    /** What OpenAI allows. */
    static final int MOST_ALTERNATIVES = 20;

    /** Reads {@code logprobs} and {@code top_logprobs} of a chat completion. */
    static Scoring chat(Arguments arguments) {
        boolean wanted = arguments.bool("logprobs").orElse(false);
        Optional<Integer> top = arguments.integer("top_logprobs", 0, MOST_ALTERNATIVES);
        if (top.isPresent() && !wanted) {
            throw arguments.bad("top_logprobs", "needs 'logprobs' to be true");
        }
        return new Scoring(wanted, top.orElse(0), arguments.has("stop"));
    }

    /** Reads {@code logprobs} of a text completion, a number. */
    static Scoring completion(Arguments arguments) {
        Optional<Integer> top = arguments.integer("logprobs", 0, MOST_ALTERNATIVES);
        return new Scoring(top.isPresent(), top.orElse(0), arguments.has("stop"));
    }

    void ask(GenerateRequest.Builder request) {
        if (wanted) {
            request.topScores(Math.max(1, top), ScoreKind.LOGPROBS);
        }
    }

    /** The scores of the tokens that a text is made of; what a stop string cut off is left out. */
    List<TokenScores> within(String text, List<TokenScores> scores) {
        if (!stops) {
            return scores;
        }
        int excess = scores.stream().mapToInt(Scoring::length).sum() - text.getBytes(StandardCharsets.UTF_8).length;
        int kept = scores.size();
        while (kept > 0 && length(scores.get(kept - 1)) <= excess) {
            excess -= length(scores.get(--kept));
        }
        return scores.subList(0, kept);
    }

    private static int length(TokenScores scores) {
        return scores.chosen().bytes().length;
    }

    /** As chat completions and responses write it; null where nothing is wanted. */
    @Nullable
    List<TokenLogprob> tokens(String text, List<TokenScores> scores) {
        return wanted
                ? within(text, scores).stream()
                        .map(step -> TokenLogprob.of(step, top))
                        .toList()
                : null;
    }
}
