package org.serai.engine;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request for a generation. Immutable; made by {@link #builder}.
 *
 * @param model the alias that the request was sent to
 * @param prompt what the model is to continue
 * @param sampling how tokens are chosen
 * @param stop strings that end the answer and are not part of it
 * @param maxTokens the most tokens to generate; null for as many as the context holds
 * @param deadline when the answer is of no use any more; null for never
 * @param priority who waits
 * @param topScores how many alternatives to report for each token; 0 for none
 * @param scoreKind what to report for them
 * @param ignoreEos true to go on after the model's end token
 * @param source what the work is done for; null where a repetition is to be computed again
 * @param residency where the work may be done
 * @param format what the answer must be; null for any text
 * @param tools what the model may want called; null for nothing
 */
public record GenerateRequest(
        String model,
        Prompt prompt,
        SamplingParameters sampling,
        List<String> stop,
        @Nullable Integer maxTokens,
        @Nullable Instant deadline,
        Priority priority,
        int topScores,
        ScoreKind scoreKind,
        boolean ignoreEos,
        @Nullable Source source,
        Residency residency,
        @Nullable OutputFormat format,
        @Nullable Tools tools) {
    /** What {@link TokenScores} hold. */
    public enum ScoreKind {
        /** Natural logarithms of the probabilities before sampling parameters are applied. */
        LOGPROBS,
        /** The model's logits. */
        RAW_LOGITS
    }

    public GenerateRequest {
        stop = List.copyOf(stop);
    }

    public static Builder builder(String model, Prompt prompt) {
        return new Builder(model, prompt);
    }

    /** A builder that begins with this request's values. */
    public Builder toBuilder() {
        return new Builder(model, prompt)
                .sampling(sampling)
                .stop(stop)
                .maxTokens(maxTokens)
                .deadline(deadline)
                .priority(priority)
                .topScores(topScores, scoreKind)
                .ignoreEos(ignoreEos)
                .source(source)
                .residency(residency)
                .format(format)
                .tools(tools);
    }

    /** Builds requests. Not thread-safe. */
    public static final class Builder {
        private final String model;
        private final Prompt prompt;
        private SamplingParameters sampling = SamplingParameters.UNSET;
        private List<String> stop = List.of();
        private @Nullable Integer maxTokens;
        private @Nullable Instant deadline;
        private Priority priority = Priority.EVENT;
        private int topScores;
        private ScoreKind scoreKind = ScoreKind.LOGPROBS;
        private boolean ignoreEos;
        private @Nullable Source source;
        private Residency residency = Residency.ANYWHERE;
        private @Nullable OutputFormat format;
        private @Nullable Tools tools;

        private Builder(String model, Prompt prompt) {
            this.model = model;
            this.prompt = prompt;
        }

        public Builder sampling(SamplingParameters value) {
            sampling = value;
            return this;
        }

        public Builder stop(List<String> value) {
            stop = value;
            return this;
        }

        public Builder maxTokens(@Nullable Integer value) {
            maxTokens = value;
            return this;
        }

        public Builder deadline(@Nullable Instant value) {
            deadline = value;
            return this;
        }

        public Builder priority(Priority value) {
            priority = value;
            return this;
        }

        public Builder topScores(int count, ScoreKind kind) {
            topScores = count;
            scoreKind = kind;
            return this;
        }

        public Builder ignoreEos(boolean value) {
            ignoreEos = value;
            return this;
        }

        public Builder source(@Nullable Source value) {
            source = value;
            return this;
        }

        public Builder residency(Residency value) {
            residency = value;
            return this;
        }

        public Builder format(@Nullable OutputFormat value) {
            format = value;
            return this;
        }

        public Builder tools(@Nullable Tools value) {
            tools = value;
            return this;
        }

        public GenerateRequest build() {
            return new GenerateRequest(
                    model, prompt, sampling, stop, maxTokens, deadline, priority, topScores, scoreKind, ignoreEos,
                    source, residency, format, tools);
        }
    }
}
