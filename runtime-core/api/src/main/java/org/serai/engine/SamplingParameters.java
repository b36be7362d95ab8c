package org.serai.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the next token is chosen. A null value is unset: an alias fills it with its default, an engine with the value
 * given here. The order is that of llama.cpp: logit bias, penalties, top-n-sigma, top-k, typical-p, top-p, min-p,
 * temperature.
 *
 * @param temperature 0 chooses the likeliest token; unset: 0
 * @param topK keeps the k likeliest; 0 keeps all; unset: 0
 * @param topP keeps the smallest set whose probabilities reach p; 1 keeps all; unset: 1
 * @param minP keeps what is at least p times as likely as the likeliest; 0 keeps all; unset: 0
 * @param typicalP locally typical sampling; 1 keeps all; unset: 1
 * @param topNSigma keeps logits within n standard deviations of the largest; 0 or less keeps all; unset: 0
 * @param repeatPenalty divides the positive and multiplies the negative logits of recent tokens; unset: 1
 * @param presencePenalty subtracted once from the logits of recent tokens; unset: 0
 * @param frequencyPenalty subtracted for each occurrence among recent tokens; unset: 0
 * @param repeatLastN how many recent tokens the penalties look at; -1 for all, 0 for none; unset: 64
 * @param logitBias added to the logits of these ids; unset: none
 * @param seed makes sampling repeatable; unset: a random one, which the result tells
 */
public record SamplingParameters(
        @Nullable Double temperature,
        @Nullable Integer topK,
        @Nullable Double topP,
        @Nullable Double minP,
        @Nullable Double typicalP,
        @Nullable Double topNSigma,
        @Nullable Double repeatPenalty,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        @Nullable Integer repeatLastN,
        @Nullable Map<Integer, Double> logitBias,
        @Nullable Long seed) {
    /** Everything unset. */
    public static final SamplingParameters UNSET =
            new SamplingParameters(null, null, null, null, null, null, null, null, null, null, null, null);

    public SamplingParameters {
        logitBias = logitBias == null ? null : Map.copyOf(logitBias);
    }

    /** These parameters, with the unset ones taken from {@code defaults}. */
    public SamplingParameters orElse(SamplingParameters defaults) {
        return new SamplingParameters(
                temperature != null ? temperature : defaults.temperature,
                topK != null ? topK : defaults.topK,
                topP != null ? topP : defaults.topP,
                minP != null ? minP : defaults.minP,
                typicalP != null ? typicalP : defaults.typicalP,
                topNSigma != null ? topNSigma : defaults.topNSigma,
                repeatPenalty != null ? repeatPenalty : defaults.repeatPenalty,
                presencePenalty != null ? presencePenalty : defaults.presencePenalty,
                frequencyPenalty != null ? frequencyPenalty : defaults.frequencyPenalty,
                repeatLastN != null ? repeatLastN : defaults.repeatLastN,
                logitBias != null ? logitBias : defaults.logitBias,
                seed != null ? seed : defaults.seed);
    }
}
