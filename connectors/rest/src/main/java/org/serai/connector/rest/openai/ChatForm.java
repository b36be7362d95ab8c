package org.serai.connector.rest.openai;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.TokenScores;

/**
 * Writes chat completions.
 *
 * @param created when the request came, in seconds since 1970
 * @param choices how many answers there are to the one prompt
 */
record ChatForm(String id, long created, String model, int choices, Scoring scoring, boolean includeUsage)
        implements AnswerForm {
    @Override
    public Object whole(List<GenerationResult> results) {
        return new ChatAnswer.Completion(
                id,
                "chat.completion",
                created,
                model,
                Origin.fingerprint(results.getFirst()),
                IntStream.range(0, results.size())
                        .mapToObj(index -> choice(index, results.get(index)))
                        .toList(),
                Usage.of(results, choices));
    }

    private ChatAnswer.Choice choice(int index, GenerationResult result) {
        return new ChatAnswer.Choice(
                index,
                new ChatAnswer.Message("assistant", result.text(), null),
                logprobs(result.text(), result.scores()),
                result.finishReason().wireName(),
                Origin.of(result));
    }

    private ChatAnswer.@Nullable Logprobs logprobs(String text, List<TokenScores> scores) {
        List<TokenLogprob> tokens = scoring.tokens(text, scores);
        return tokens == null ? null : new ChatAnswer.Logprobs(tokens, null);
    }

    @Override
    public Streamed stream(EventSink sink) {
        return new Stream(sink);
    }

    private final class Stream extends ChunkStream<ChatAnswer.ChunkChoice> {

        Stream(EventSink sink) {
            super(sink, choices, includeUsage);
        }

        @Override
        public void begin() throws IOException {
            for (int index = 0; index < choices; index++) {
                send(new ChatAnswer.ChunkChoice(index, new ChatAnswer.Delta("assistant", ""), null, null, null), null);
            }
        }

        @Override
        public void piece(int choice, GenerationListener.Chunk chunk) throws IOException {
            ChatAnswer.Delta delta = new ChatAnswer.Delta(null, chunk.text());
            send(new ChatAnswer.ChunkChoice(choice, delta, logprobs(chunk.text(), chunk.scores()), null, null), null);
        }

        @Override
        public void ended(int choice, GenerationResult result) throws IOException {
            send(
                    new ChatAnswer.ChunkChoice(
                            choice,
                            new ChatAnswer.Delta(null, null),
                            null,
                            result.finishReason().wireName(),
                            Origin.of(result)),
                    Origin.fingerprint(result));
        }

        @Override
        ChatAnswer.Chunk chunk(
                List<ChatAnswer.ChunkChoice> pieces, @Nullable String fingerprint, @Nullable Usage usage) {
            return new ChatAnswer.Chunk(id, "chat.completion.chunk", created, model, fingerprint, pieces, usage);
        }
    }
}
