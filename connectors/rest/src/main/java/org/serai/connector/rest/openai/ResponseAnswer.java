package org.serai.connector.rest.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.serai.engine.OutputFormat;

/** The wire types of responses. */
final class ResponseAnswer {
    private ResponseAnswer() {}

    /** A response, whole or on its way. */
    record Response(
            String id,
            String object,
            long createdAt,
            String status,
            @Nullable Failure error,
            @Nullable IncompleteDetails incompleteDetails,
            @Nullable String instructions,
            @Nullable Integer maxOutputTokens,
            String model,
            List<Item> output,
            boolean parallelToolCalls,
            @Nullable String previousResponseId,
            boolean store,
            @Nullable Double temperature,
            TextSettings text,
            String toolChoice,
            List<String> tools,
            int topLogprobs,
            @Nullable Double topP,
            String truncation,
            @Nullable Tokens usage,
            @Nullable String user,
            Map<String, String> metadata,
            @JsonInclude(Include.NON_NULL) @Nullable Origin serai) {}

    /** Why a response failed. */
    record Failure(String code, String message) {}

    /** Why a response is not complete. */
    record IncompleteDetails(String reason) {}

    /** How text is written. */
    record TextSettings(Format format) {}

    /** As what; a schema has a name, and answers are held to it. */
    @JsonInclude(Include.NON_NULL)
    record Format(
            String type,
            @Nullable String name,
            @Nullable Map<String, ? extends @Nullable Object> schema,
            @Nullable Boolean strict) {
        static Format of(@Nullable OutputFormat format) {
            return switch (format) {
                case null -> new Format("text", null, null, null);
                case OutputFormat.JsonObject object -> new Format("json_object", null, null, null);
                case OutputFormat.JsonSchema(String name, var schema) -> new Format("json_schema", name, schema, true);
            };
        }
    }

    /** A message of the model. */
    record Item(String id, String type, String status, String role, List<Part> content) {}

    /** Its text. */
    record Part(
            String type,
            String text,
            List<String> annotations,
            @JsonInclude(Include.NON_NULL) @Nullable List<TokenLogprob> logprobs) {}

    /** What it took. */
    record Tokens(
            int inputTokens,
            InputDetails inputTokensDetails,
            int outputTokens,
            OutputDetails outputTokensDetails,
            int totalTokens) {}

    /** What an earlier request had computed; to keep a prompt costs nothing. */
    record InputDetails(int cachedTokens, int cacheWriteTokens) {}

    /** Nothing is thought and not said. */
    record OutputDetails(int reasoningTokens) {}

    /** An event that shows the response as it is. */
    record ResponseEvent(String type, int sequenceNumber, Response response) {}

    /** An event that shows a message as it is. */
    record ItemEvent(String type, int sequenceNumber, int outputIndex, Item item) {}

    /** An event that shows a part of a message as it is. */
    record PartEvent(String type, int sequenceNumber, String itemId, int outputIndex, int contentIndex, Part part) {}

    /** An event with text: {@code delta} is what is new, {@code text} is all of it. */
    record TextEvent(
            String type,
            int sequenceNumber,
            String itemId,
            int outputIndex,
            int contentIndex,
            @JsonInclude(Include.NON_NULL) @Nullable String delta,
            @JsonInclude(Include.NON_NULL) @Nullable String text,
            List<TokenLogprob> logprobs) {}
}
