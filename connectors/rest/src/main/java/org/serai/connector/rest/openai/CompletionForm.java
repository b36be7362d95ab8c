package org.serai.connector.rest.openai;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.TokenScores;

/**
 * Writes text completions.
 *
 * @param created when the request came, in seconds since 1970
 * @param choicesPerPrompt how many answers there are to each prompt
 */
record CompletionForm(
        String id, long created, String model, int choicesPerPrompt, Scoring scoring, boolean includeUsage)
        implements AnswerForm {
    @Override
    public Object whole(List<GenerationResult> results) {
        return new CompletionAnswer.Completion(
                id,
                "text_completion",
                created,
                model,
                Origin.fingerprint(results.getFirst()),
                IntStream.range(0, results.size())
                        .mapToObj(index -> choice(index, results.get(index)))
                        .toList(),
                Usage.of(results, choicesPerPrompt));
    }

    private CompletionAnswer.Choice choice(int index, GenerationResult result) {
        return new CompletionAnswer.Choice(
                index,
                result.text(),
                logprobs(result.text(), result.scores(), 0),
                FinishWord.of(result),
                Origin.of(result));
    }

    private CompletionAnswer.@Nullable Logprobs logprobs(String text, List<TokenScores> scores, int begin) {
        List<TokenLogprob> steps = scoring.tokens(text, scores);
        if (steps == null) {
            return null;
        }
        List<Integer> offsets = new ArrayList<>();
        List<Map<String, Double>> alternatives = new ArrayList<>();
        int offset = begin;
        for (TokenLogprob step : steps) {
            offsets.add(offset);
            offset += step.token().length();
            Map<String, Double> likely = new LinkedHashMap<>();
            if (step.topLogprobs() != null) {
                step.topLogprobs().forEach(token -> likely.putIfAbsent(token.token(), token.logprob()));
            }
            likely.putIfAbsent(step.token(), step.logprob());
            alternatives.add(likely);
        }
        return new CompletionAnswer.Logprobs(
                steps.stream().map(TokenLogprob::token).toList(),
                steps.stream().map(TokenLogprob::logprob).toList(),
                alternatives,
                offsets);
    }

    @Override
    public Streamed stream(EventSink sink) {
        return new Stream(sink);
    }

    private final class Stream extends ChunkStream<CompletionAnswer.Choice> {
        private final Map<Integer, Integer> lengths = new LinkedHashMap<>();

        Stream(EventSink sink) {
            super(sink, choicesPerPrompt, includeUsage);
        }

        @Override
        public void begin() {
            // a text completion has no event before its first text
        }

        @Override
        public void piece(int choice, GenerationListener.Chunk chunk) throws IOException {
            int begin = lengths.getOrDefault(choice, 0);
            lengths.put(choice, begin + chunk.text().length());
            CompletionAnswer.Logprobs logprobs = logprobs(chunk.text(), chunk.scores(), begin);
            send(new CompletionAnswer.Choice(choice, chunk.text(), logprobs, null, null), null);
        }

        @Override
        public void ended(int choice, GenerationResult result) throws IOException {
            send(
                    new CompletionAnswer.Choice(choice, "", null, FinishWord.of(result), Origin.of(result)),
                    Origin.fingerprint(result));
        }

        @Override
        CompletionAnswer.Completion chunk(
                List<CompletionAnswer.Choice> choices, @Nullable String fingerprint, @Nullable Usage usage) {
            return new CompletionAnswer.Completion(id, "text_completion", created, model, fingerprint, choices, usage);
        }
    }
}
