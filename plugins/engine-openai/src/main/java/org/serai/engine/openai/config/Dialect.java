package org.serai.engine.openai.config;

import static org.serai.engine.openai.config.Parameter.FREQUENCY_PENALTY;
import static org.serai.engine.openai.config.Parameter.LOGIT_BIAS;
import static org.serai.engine.openai.config.Parameter.MIN_P;
import static org.serai.engine.openai.config.Parameter.PRESENCE_PENALTY;
import static org.serai.engine.openai.config.Parameter.REPEAT_LAST_N;
import static org.serai.engine.openai.config.Parameter.REPEAT_PENALTY;
import static org.serai.engine.openai.config.Parameter.TEMPERATURE;
import static org.serai.engine.openai.config.Parameter.TOP_K;
import static org.serai.engine.openai.config.Parameter.TOP_N_SIGMA;
import static org.serai.engine.openai.config.Parameter.TOP_P;
import static org.serai.engine.openai.config.Parameter.TYPICAL_P;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a kind of server speaks the protocol: what it has beside OpenAI's own arguments, and what it lacks of them. */
@SuppressWarnings("ImmutableEnumChecker") // maps and sets that nobody changes
public enum Dialect {
    /** OpenAI's own arguments and nothing else. */
    OPENAI(
            Map.of(LOGIT_BIAS, "logit_bias"),
            "max_completion_tokens",
            OpenEnd.REFUSED,
            EnumSet.of(Trait.LOGPROBS, Trait.JSON_OBJECT, Trait.JSON_SCHEMA, Trait.NAMED_TOOL)),
    /** The server of llama.cpp. A tool that is chosen by its name it leaves to the model's choice, without a word. */
    LLAMA_SERVER(
            Map.of(
                    LOGIT_BIAS,
                    "logit_bias",
                    TOP_K,
                    "top_k",
                    MIN_P,
                    "min_p",
                    TYPICAL_P,
                    "typical_p",
                    TOP_N_SIGMA,
                    "top_n_sigma",
                    REPEAT_PENALTY,
                    "repeat_penalty",
                    REPEAT_LAST_N,
                    "repeat_last_n"),
            "max_tokens",
            OpenEnd.LEFT_OUT,
            EnumSet.complementOf(EnumSet.of(Trait.NAMED_TOOL))),
    /** The server of llama-cpp-python. */
    LLAMA_CPP_PYTHON(
            Map.of(LOGIT_BIAS, "logit_bias", TOP_K, "top_k", MIN_P, "min_p", REPEAT_PENALTY, "repeat_penalty"),
            "max_tokens",
            OpenEnd.NULL,
            EnumSet.of(Trait.JSON_OBJECT, Trait.NAMED_TOOL)),
    /** vLLM. */
    VLLM(
            Map.of(LOGIT_BIAS, "logit_bias", TOP_K, "top_k", MIN_P, "min_p", REPEAT_PENALTY, "repetition_penalty"),
            "max_tokens",
            OpenEnd.NULL,
            EnumSet.allOf(Trait.class)),
    /** Ollama. */
    OLLAMA(
            Map.of(),
            "max_tokens",
            OpenEnd.LEFT_OUT,
            EnumSet.of(Trait.JSON_OBJECT, Trait.JSON_SCHEMA, Trait.NAMED_TOOL)),
    /** Another Serai. */
    SERAI(
            Map.of(
                    LOGIT_BIAS,
                    "logit_bias",
                    TOP_K,
                    "top_k",
                    MIN_P,
                    "min_p",
                    TYPICAL_P,
                    "typical_p",
                    TOP_N_SIGMA,
                    "top_n_sigma",
                    REPEAT_PENALTY,
                    "repeat_penalty",
                    REPEAT_LAST_N,
                    "repeat_last_n"),
            "max_tokens",
            OpenEnd.LEFT_OUT,
            EnumSet.of(Trait.LOGPROBS, Trait.IGNORE_EOS, Trait.TOKEN_PROMPTS, Trait.NAMED_TOOL));

    /** What a server can do beside writing text. */
    public enum Trait {
        /** Reports log-probabilities. */
        LOGPROBS,
        /** Holds answers to JSON. */
        JSON_OBJECT,
        /** Holds answers to a JSON Schema. */
        JSON_SCHEMA,
        /** Goes on after the model's end token. */
        IGNORE_EOS,
        /** Takes prompts that are token ids of the model behind it. */
        TOKEN_PROMPTS,
        /** Takes variables of the chat template. */
        TEMPLATE_VARIABLES,
        /** Has a tool called that is chosen by its name, where it takes tools. */
        NAMED_TOOL
    }

    /** How a plain prompt asks for an answer as long as the context allows. */
    public enum OpenEnd {
        /** The limit is left out. */
        LEFT_OUT,
        /** The limit is null; left out it would be a few tokens. */
        NULL,
        /** It cannot. */
        REFUSED
    }

    private static final Map<Parameter, String> COMMON = Map.of(
            TEMPERATURE,
            "temperature",
            TOP_P,
            "top_p",
            PRESENCE_PENALTY,
            "presence_penalty",
            FREQUENCY_PENALTY,
            "frequency_penalty");

    private final Map<Parameter, String> own;
    private final String chatLimit;
    private final OpenEnd openEnd;
    private final Set<Trait> traits;

    Dialect(Map<Parameter, String> own, String chatLimit, OpenEnd openEnd, Set<Trait> traits) {
        this.own = own;
        this.chatLimit = chatLimit;
        this.openEnd = openEnd;
        this.traits = traits;
    }

    /** The argument for a parameter; null where the server has none. */
    public @Nullable String argument(Parameter parameter) {
        String common = COMMON.get(parameter);
        return common != null ? common : own.get(parameter);
    }

    /** The argument that limits the answer to a conversation. */
    public String chatLimit() {
        return chatLimit;
    }

    public OpenEnd openEnd() {
        return openEnd;
    }

    /** Whether servers of this kind usually can. */
    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** The form of configuration, such as {@code llama-server}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
