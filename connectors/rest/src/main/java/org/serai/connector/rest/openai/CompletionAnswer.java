package org.serai.connector.rest.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The wire types of text completions. */
final class CompletionAnswer {
    private CompletionAnswer() {}

    /** A whole answer, or a piece of a streamed one; the last piece may have the usage and no choice. */
    record Completion(
            String id,
            String object,
            long created,
            String model,
            @JsonInclude(Include.NON_NULL) @Nullable String systemFingerprint,
            List<Choice> choices,
            @JsonInclude(Include.NON_NULL) @Nullable Usage usage) {}

    /** One of its choices, or a piece of it. */
    record Choice(
            int index,
            String text,
            @Nullable Logprobs logprobs,
            @Nullable String finishReason,
            @JsonInclude(Include.NON_NULL) @Nullable Origin serai) {}

    /**
     * The likelihood of its tokens.
     *
     * @param tokens their texts
     * @param tokenLogprobs natural logarithms of their probabilities
     * @param topLogprobs for each of them the likeliest tokens and itself
     * @param textOffset where each begins in the text, in characters of UTF-16
     */
    record Logprobs(
            List<String> tokens,
            List<Double> tokenLogprobs,
            List<Map<String, Double>> topLogprobs,
            List<Integer> textOffset) {}
}
