package org.serai.runtime.alias;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Residency;
import org.serai.engine.SamplingParameters;
import org.serai.engine.SessionOptions;

/**
 * The configuration of an alias.
 *
 * @param load what is loaded; only a change of this needs another session
 * @param sampling defaults for requests that leave a parameter unset
 * @param maxTokens the default limit of an answer; null for as many tokens as the context holds
 * @param loopLimit how many characters of nothing but repetition end an answer; 0 for none
 * @param queue what may wait
 * @param engineWait how long requests wait for an engine that is not there
 * @param required whether the runtime is only ready where this alias is
 * @param pinned whether the model stays loaded although others need its memory
 * @param exchange how one model takes the place of another
 * @param trials other aliases that are tried beside this one
 */
record AliasSettings(
        Load load,
        SamplingParameters sampling,
        @Nullable Integer maxTokens,
        int loopLimit,
        Queue queue,
        Duration engineWait,
        boolean required,
        boolean pinned,
        Exchange exchange,
        Trials trials) {
    /**
     * What is loaded.
     *
     * @param model name or path of the model
     * @param engines names of engines in order of preference; empty for any
     * @param options how the engine loads it
     * @param residency where it may be
     */
    record Load(String model, List<String> engines, SessionOptions options, Residency residency) {
        Load {
            engines = List.copyOf(engines);
        }

        /** A model that may be anywhere. */
        Load(String model, List<String> engines, SessionOptions options) {
            this(model, engines, options, Residency.ANYWHERE);
        }
    }

    /**
     * What may wait.
     *
     * @param tokens tokens that may wait, of prompts and answers together
     * @param interactiveSlots slots that only interactive requests may take
     */
    record Queue(int tokens, int interactiveSlots) {}

    /**
     * How one model takes the place of another.
     *
     * @param goldenPrompts file of the prompts that a model must answer before it serves, relative to the home folder
     * @param drainFirst true to close the old model before the new one is loaded, and let requests wait meanwhile
     * @param drainWait how long the old model may work on what it has until then
     * @param requireShadow whether a new model must have been compared in the shadow
     * @param shadowSamples how many comparisons that takes at least
     * @param shadowAgreement the part of them, 0 to 1, that must agree at least
     */
    record Exchange(
            Optional<String> goldenPrompts,
            boolean drainFirst,
            Duration drainWait,
            boolean requireShadow,
            int shadowSamples,
            double shadowAgreement) {}

    /**
     * Other aliases that are tried beside this one.
     *
     * @param shadow gets a copy of some requests; its answers go nowhere and are compared
     * @param sample the part of requests, 0 to 1, that it gets
     * @param canary does some of the work
     * @param canaryShare the part of requests, 0 to 1, that it does
     */
    record Trials(Optional<String> shadow, double sample, Optional<String> canary, double canaryShare) {
        /** None. */
        static final Trials NONE = new Trials(Optional.empty(), 0, Optional.empty(), 0);
    }

    /** The same with another way to exchange models. */
    AliasSettings with(Exchange other) {
        return new AliasSettings(
                load, sampling, maxTokens, loopLimit, queue, engineWait, required, pinned, other, trials);
    }

    /** The same for work that must stay on this machine: beside the alias itself, and nobody waits for it to be ready. */
    AliasSettings localOnly() {
        return new AliasSettings(
                new Load(load.model(), load.engines(), load.options(), Residency.LOCAL_ONLY),
                sampling,
                maxTokens,
                loopLimit,
                queue,
                engineWait,
                false,
                pinned,
                new Exchange(exchange.goldenPrompts(), exchange.drainFirst(), exchange.drainWait(), false, 0, 0),
                Trials.NONE);
    }

    /** The request with what it leaves open taken from this alias. */
    GenerateRequest complete(GenerateRequest request) {
        return request.toBuilder()
                .sampling(request.sampling().orElse(sampling))
                .maxTokens(request.maxTokens() != null ? request.maxTokens() : maxTokens)
                .build();
    }
}
