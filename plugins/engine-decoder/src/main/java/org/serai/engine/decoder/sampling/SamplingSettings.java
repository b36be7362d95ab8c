package org.serai.engine.decoder.sampling;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.serai.engine.SamplingParameters;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.error.SeraiException;

/**
 * Sampling parameters with nothing unset, checked. As in llama.cpp, a temperature, k, min-p or n of 0 or less and a p of
 * 1 or more switch their step off.
 */
record SamplingSettings(
        double temperature,
        int topK,
        double topP,
        double minP,
        double typicalP,
        double topNSigma,
        double repeatPenalty,
        double presencePenalty,
        double frequencyPenalty,
        int repeatLastN,
        Map<Integer, Double> logitBias) {

    private static final int DEFAULT_REPEAT_LAST_N = 64;

    static SamplingSettings of(SamplingParameters parameters, int vocabulary) {
        SamplingSettings settings = new SamplingSettings(
                finite("temperature", parameters.temperature(), 0),
                parameters.topK() == null ? 0 : parameters.topK(),
                within("top-p", parameters.topP(), 1, 0, Double.MAX_VALUE),
                within("min-p", parameters.minP(), 0, -Double.MAX_VALUE, 1),
                within("typical-p", parameters.typicalP(), 1, 0, Double.MAX_VALUE),
                finite("top-n-sigma", parameters.topNSigma(), 0),
                within("repetition penalty", parameters.repeatPenalty(), 1, Double.MIN_NORMAL, Double.MAX_VALUE),
                finite("presence penalty", parameters.presencePenalty(), 0),
                finite("frequency penalty", parameters.frequencyPenalty(), 0),
                parameters.repeatLastN() == null ? DEFAULT_REPEAT_LAST_N : parameters.repeatLastN(),
                parameters.logitBias() == null ? Map.of() : parameters.logitBias());
        if (settings.repeatLastN < -1) {
            throw bad("repeat-last-n", settings.repeatLastN, "-1 for all tokens, 0 for none, or a number of tokens");
        }
        settings.logitBias.forEach((id, bias) -> {
            if (id < 0 || id >= vocabulary) {
                throw bad("logit bias token", id, "an id from 0 to " + (vocabulary - 1));
            }
            if (bias.isNaN() || bias == Double.POSITIVE_INFINITY) {
                throw bad("logit bias of token " + id, bias, "a number, or negative infinity to forbid the token");
            }
        });
        return settings;
    }

    boolean penalises() {
        return repeatLastN != 0 && (repeatPenalty != 1 || presencePenalty != 0 || frequencyPenalty != 0);
    }

    boolean greedy() {
        return temperature <= 0;
    }

    private static double finite(String name, @Nullable Double value, double unset) {
        return within(name, value, unset, -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    private static double within(String name, @Nullable Double value, double unset, double smallest, double largest) {
        if (value == null) {
            return unset;
        }
        if (!(value >= smallest && value <= largest)) {
            String range = largest == Double.MAX_VALUE
                    ? smallest == -Double.MAX_VALUE
                            ? "a finite number"
                            : "a number above or equal to " + (float) smallest
                    : "at most " + largest;
            throw bad(name, value, range);
        }
        return value;
    }

    private static SeraiException bad(String name, Number value, String right) {
        return new SeraiException(
                DecoderErrors.BAD_PARAMETER, "The " + name + " is " + value + " and must be " + right + ".");
    }
}
