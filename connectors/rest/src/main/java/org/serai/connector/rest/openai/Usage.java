package org.serai.connector.rest.openai;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerationResult;

/**
 * Tokens of an answer. The tokens of a prompt count once, however many choices were made of it.
 *
 * @param promptTokens tokens of all prompts
 * @param completionTokens tokens of all choices
 * @param totalTokens both together
 * @param promptTokensDetails of the prompts
 */
record Usage(int promptTokens, int completionTokens, int totalTokens, PromptDetails promptTokensDetails) {
    /** @param cachedTokens tokens of prompts that were not computed again, because an earlier prompt began alike */
    record PromptDetails(int cachedTokens) {}

    /** The tokens of results; null where a server that made one of them did not tell. */
    static @Nullable Usage of(List<GenerationResult> results, int choicesPerPrompt) {
        if (results.stream()
                .anyMatch(result -> result.promptTokens() == GenerationResult.UNKNOWN
                        || result.completionTokens() == GenerationResult.UNKNOWN)) {
            return null;
        }
        int prompt = 0;
        int cached = 0;
        int completion = 0;
        for (int i = 0; i < results.size(); i++) {
            if (i % choicesPerPrompt == 0) {
                prompt += results.get(i).promptTokens();
                cached += results.get(i).cachedTokens();
            }
            completion += results.get(i).completionTokens();
        }
        return new Usage(prompt, completion, prompt + completion, new PromptDetails(cached));
    }
}
