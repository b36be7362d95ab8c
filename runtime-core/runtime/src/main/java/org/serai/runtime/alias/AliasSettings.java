package org.serai.runtime.alias;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.SamplingParameters;
import org.serai.engine.SessionOptions;

/**
 * The configuration of an alias.
 *
 * @param load what is loaded; only a change of this needs another session
 * @param sampling defaults for requests that leave a parameter unset
 * @param maxTokens the default limit of an answer; null for as many tokens as the context holds
 * @param queue what may wait
 * @param engineWait how long requests wait for an engine that is not there
 * @param required whether the runtime is only ready where this alias is
 */
record AliasSettings(
        Load load,
        SamplingParameters sampling,
        @Nullable Integer maxTokens,
        Queue queue,
        Duration engineWait,
        boolean required) {
    /**
     * What is loaded.
     *
     * @param model name or path of the model
     * @param engines names of engines in order of preference; empty for any
     * @param options how the engine loads it
     */
    record Load(String model, List<String> engines, SessionOptions options) {
        Load {
            engines = List.copyOf(engines);
        }
    }

    /**
     * What may wait.
     *
     * @param tokens tokens that may wait, of prompts and answers together
     * @param interactiveSlots slots that only interactive requests may take
     */
    record Queue(int tokens, int interactiveSlots) {}

    /** The request with what it leaves open taken from this alias. */
    GenerateRequest complete(GenerateRequest request) {
        return request.toBuilder()
                .sampling(request.sampling().orElse(sampling))
                .maxTokens(request.maxTokens() != null ? request.maxTokens() : maxTokens)
                .build();
    }
}
