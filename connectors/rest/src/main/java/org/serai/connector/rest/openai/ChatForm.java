package org.serai.connector.rest.openai;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.TokenScores;
import org.serai.engine.ToolCall;

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
                message(result),
                logprobs(result.text(), result.scores()),
                FinishWord.of(result),
                Origin.of(result));
    }

    private static ChatAnswer.Message message(GenerationResult result) {
        boolean calls = !result.toolCalls().isEmpty();
        return new ChatAnswer.Message(
                "assistant",
                calls && result.text().isEmpty() ? null : result.text(),
                null,
                calls ? calls(result, false) : null);
    }

    private static List<ChatAnswer.Call> calls(GenerationResult result, boolean indexed) {
        List<ToolCall> calls = result.toolCalls();
        return IntStream.range(0, calls.size())
                .mapToObj(index -> {
                    ToolCall call = calls.get(index);
                    return new ChatAnswer.Call(
                            indexed ? index : null,
                            call.id(),
                            "function",
                            new ChatAnswer.Function(call.name(), call.arguments()));
                })
                .toList();
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
                tell(index, new ChatAnswer.Delta("assistant", "", null), null);
            }
        }

        @Override
        public void piece(int choice, GenerationListener.Chunk chunk) throws IOException {
            tell(choice, new ChatAnswer.Delta(null, chunk.text(), null), logprobs(chunk.text(), chunk.scores()));
        }

        /** Calls come whole: half of one is of no use to anybody. */
        @Override
        public void ended(int choice, GenerationResult result) throws IOException {
            if (!result.toolCalls().isEmpty()) {
                tell(choice, new ChatAnswer.Delta(null, null, calls(result, true)), null);
            }
            send(
                    new ChatAnswer.ChunkChoice(
                            choice,
                            new ChatAnswer.Delta(null, null, null),
                            null,
                            FinishWord.of(result),
                            Origin.of(result)),
                    Origin.fingerprint(result));
        }

        private void tell(int choice, ChatAnswer.Delta delta, ChatAnswer.@Nullable Logprobs logprobs)
                throws IOException {
            send(new ChatAnswer.ChunkChoice(choice, delta, logprobs, null, null), null);
        }

        @Override
        ChatAnswer.Chunk chunk(
                List<ChatAnswer.ChunkChoice> pieces, @Nullable String fingerprint, @Nullable Usage usage) {
            return new ChatAnswer.Chunk(id, "chat.completion.chunk", created, model, fingerprint, pieces, usage);
        }
    }
}
