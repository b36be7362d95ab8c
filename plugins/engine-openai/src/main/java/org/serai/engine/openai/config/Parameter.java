package org.serai.engine.openai.config;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.serai.engine.SamplingParameters;

/** The sampling parameters that a server may have, beside the seed. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state, numbers, and a map of nothing
public enum Parameter {
    TEMPERATURE("temperature", SamplingParameters::temperature, 0.0),
    TOP_K("topK", SamplingParameters::topK, 0),
    TOP_P("topP", SamplingParameters::topP, 1.0),
    MIN_P("minP", SamplingParameters::minP, 0.0),
    TYPICAL_P("typicalP", SamplingParameters::typicalP, 1.0),
    TOP_N_SIGMA("topNSigma", SamplingParameters::topNSigma, -1.0),
    REPEAT_PENALTY("repeatPenalty", SamplingParameters::repeatPenalty, 1.0),
    PRESENCE_PENALTY("presencePenalty", SamplingParameters::presencePenalty, 0.0),
    FREQUENCY_PENALTY("frequencyPenalty", SamplingParameters::frequencyPenalty, 0.0),
    REPEAT_LAST_N("repeatLastN", SamplingParameters::repeatLastN, 64),
    LOGIT_BIAS("logitBias", SamplingParameters::logitBias, Map.of());

    private final String label;
    private final Function<SamplingParameters, @Nullable Object> getter;
    private final Object unset;

    Parameter(String label, Function<SamplingParameters, @Nullable Object> getter, Object unset) {
        this.label = label;
        this.getter = getter;
        this.unset = unset;
    }

    /** The name that Serai's configuration has for it. */
    public String label() {
        return label;
    }

    /** The value that holds for a request, which is the one that Serai documents where the request leaves it open. */
    public Object value(SamplingParameters sampling) {
        return Objects.requireNonNullElse(getter.apply(sampling), unset);
    }

    /** Whether a request asks for something that a server without this parameter would not do. */
    public boolean matters(SamplingParameters sampling) {
        return switch (this) {
            case REPEAT_LAST_N -> sampling.repeatLastN() != null && penalises(sampling);
            case TOP_N_SIGMA -> sampling.topNSigma() != null && sampling.topNSigma() > 0;
            default -> !value(sampling).equals(unset);
        };
    }

    private static boolean penalises(SamplingParameters sampling) {
        return REPEAT_PENALTY.matters(sampling)
                || PRESENCE_PENALTY.matters(sampling)
                || FREQUENCY_PENALTY.matters(sampling);
    }
}
