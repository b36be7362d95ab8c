package org.serai.connector.rest.openai;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Priority;
import org.serai.engine.SamplingParameters;

/** The arguments that all ways to ask for a generation have in common: OpenAI's, and those that other servers added. */
final class SamplingArguments {
    private static final int MOST_STOP_STRINGS = 16;
    private static final Set<String> ORDINARY_TIERS = Set.of("auto", "default");

    private SamplingArguments() {}

    /** Reads them into a request that the caller completes. */
    static void read(Arguments arguments, GenerateRequest.Builder request) {
        request.sampling(sampling(arguments))
                .stop(stop(arguments))
                .ignoreEos(arguments.bool("ignore_eos").orElse(false))
                .priority(priority(arguments));
        acceptLabels(arguments);
        refuseServices(arguments);
    }

    private static SamplingParameters sampling(Arguments arguments) {
        return new SamplingParameters(
                arguments.number("temperature", 0, 2).orElse(null),
                arguments.integer("top_k", 0, Integer.MAX_VALUE).orElse(null),
                arguments.number("top_p", 0, 1).orElse(null),
                arguments.number("min_p", 0, 1).orElse(null),
                arguments.number("typical_p", 0, 1).orElse(null),
                arguments.number("top_n_sigma", -1, 1000).orElse(null),
                repetitionPenalty(arguments),
                arguments.number("presence_penalty", -2, 2).orElse(null),
                arguments.number("frequency_penalty", -2, 2).orElse(null),
                arguments.integer("repeat_last_n", -1, Integer.MAX_VALUE).orElse(null),
                arguments.biases("logit_bias").orElse(null),
                arguments.longInteger("seed").orElse(null));
    }

    /** vLLM and TGI call it {@code repetition_penalty}, llama.cpp and Ollama {@code repeat_penalty}. */
    private static @Nullable Double repetitionPenalty(Arguments arguments) {
        Optional<Double> repetition = arguments.number("repetition_penalty", 0.01, 100);
        Optional<Double> repeat = arguments.number("repeat_penalty", 0.01, 100);
        if (repetition.isPresent() && repeat.isPresent()) {
            throw arguments.bad("repeat_penalty", "is another name of 'repetition_penalty'; send one of them");
        }
        return repetition.or(() -> repeat).orElse(null);
    }

    private static List<String> stop(Arguments arguments) {
        List<String> stop = arguments.texts("stop").orElse(List.of());
        if (stop.size() > MOST_STOP_STRINGS) {
            throw arguments.bad("stop", "has " + stop.size() + " strings, and " + MOST_STOP_STRINGS + " are the most");
        }
        if (stop.contains("")) {
            throw arguments.bad("stop", "has an empty string, which would end every answer at once");
        }
        return stop;
    }

    private static Priority priority(Arguments arguments) {
        Optional<String> name = arguments.text("priority");
        for (Priority priority : Priority.values()) {
            if (priority.name().toLowerCase(Locale.ROOT).equals(name.orElse("interactive"))) {
                return priority;
            }
        }
        throw arguments.bad("priority", "must be interactive, event or batch");
    }

    /** Names by which a sender finds its requests again; no answer depends on them. */
    private static void acceptLabels(Arguments arguments) {
        arguments.text("user");
        arguments.text("safety_identifier");
        arguments.text("prompt_cache_key");
    }

    private static void refuseServices(Arguments arguments) {
        arguments.refuseUnless(
                "service_tier",
                node -> ORDINARY_TIERS.contains(node.asText()),
                "there is one tier; send 'priority' to let others go first");
        arguments.refuseUnless(
                "store", node -> node.isBoolean() && !node.booleanValue(), "no answer is stored on this server");
        arguments.refuse("moderation", "nothing here moderates");
        arguments.refuse("prompt_cache_options", "prompts are not cached between requests");
        arguments.refuse("prompt_cache_retention", "prompts are not cached between requests");
    }
}
