package org.serai.connector.rest.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The wire types of chat completions. */
final class ChatAnswer {
    private ChatAnswer() {}

    /** A whole answer. */
    record Completion(
            String id,
            String object,
            long created,
            String model,
            String systemFingerprint,
            List<Choice> choices,
            @Nullable Usage usage) {}

    /** One of its choices. */
    record Choice(int index, Message message, @Nullable Logprobs logprobs, String finishReason, Origin serai) {}

    /** What the model said; its content is null where it only calls tools. */
    record Message(
            String role,
            @Nullable String content,
            @Nullable String refusal,
            @JsonInclude(Include.NON_NULL) @Nullable List<Call> toolCalls) {}

    /** A tool that the model wants called; only pieces of streams have the index. */
    record Call(@JsonInclude(Include.NON_NULL) @Nullable Integer index, String id, String type, Function function) {}

    /** Which one, and with which arguments: JSON as the model wrote it. */
    record Function(String name, String arguments) {}

    /** The likelihood of its tokens. */
    record Logprobs(
            @Nullable List<TokenLogprob> content, @Nullable List<TokenLogprob> refusal) {}

    /** A piece of a streamed answer; the last one may have the usage and no choice. */
    record Chunk(
            String id,
            String object,
            long created,
            String model,
            @JsonInclude(Include.NON_NULL) @Nullable String systemFingerprint,
            List<ChunkChoice> choices,
            @JsonInclude(Include.NON_NULL) @Nullable Usage usage) {}

    /** A piece of a choice. */
    record ChunkChoice(
            int index,
            Delta delta,
            @Nullable Logprobs logprobs,
            @Nullable String finishReason,
            @JsonInclude(Include.NON_NULL) @Nullable Origin serai) {}

    /** What is new. */
    @JsonInclude(Include.NON_NULL)
    record Delta(
            @Nullable String role,
            @Nullable String content,
            @Nullable List<Call> toolCalls) {}
}
