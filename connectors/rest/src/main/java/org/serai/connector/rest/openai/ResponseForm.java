package org.serai.connector.rest.openai;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.serai.connector.rest.http.HttpFailure;
import org.serai.connector.rest.openai.ResponseAnswer.Item;
import org.serai.connector.rest.openai.ResponseAnswer.Part;
import org.serai.connector.rest.openai.ResponseAnswer.Response;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.TokenScores;

/**
 * Writes responses.
 *
 * @param suffix what the ids of the response and of its message end with
 * @param created when the request came, in seconds since 1970
 * @param request what is generated
 * @param echoed what the response says again
 */
record ResponseForm(String suffix, long created, GenerateRequest request, Scoring scoring, Echoed echoed)
        implements AnswerForm {
    /** Arguments that a response says again. */
    record Echoed(@Nullable String instructions, @Nullable String user, Map<String, String> metadata) {}

    @Override
    public Object whole(List<GenerationResult> results) {
        return ended(results.getFirst());
    }

    @Override
    public String formatArgument() {
        return "text.format";
    }

    @Override
    public Streamed stream(EventSink sink) {
        return new Stream(sink);
    }

    private Response ended(GenerationResult result) {
        boolean cut = result.finishReason() != FinishReason.STOP;
        List<TokenLogprob> logprobs = scoring.tokens(result.text(), result.scores());
        return response(
                cut ? "incomplete" : "completed",
                null,
                cut ? new ResponseAnswer.IncompleteDetails("max_output_tokens") : null,
                List.of(item(cut ? "incomplete" : "completed", List.of(part(result.text(), logprobs)))),
                result);
    }

    private Response response(
            String status,
            ResponseAnswer.@Nullable Failure failure,
            ResponseAnswer.@Nullable IncompleteDetails incomplete,
            List<Item> output,
            @Nullable GenerationResult result) {
        return new Response(
                "resp_" + suffix,
                "response",
                created,
                status,
                failure,
                incomplete,
                echoed.instructions,
                request.maxTokens(),
                request.model(),
                output,
                true,
                null,
                false,
                request.sampling().temperature(),
                new ResponseAnswer.TextSettings(ResponseAnswer.Format.of(request.format())),
                "auto",
                List.of(),
                scoring.top(),
                request.sampling().topP(),
                "disabled",
                result == null ? null : tokens(result),
                echoed.user,
                echoed.metadata,
                result == null ? null : Origin.of(result));
    }

    private static ResponseAnswer.@Nullable Tokens tokens(GenerationResult result) {
        Usage usage = Usage.of(List.of(result), 1);
        return usage == null
                ? null
                : new ResponseAnswer.Tokens(
                        usage.promptTokens(),
                        new ResponseAnswer.InputDetails(
                                usage.promptTokensDetails().cachedTokens(), 0),
                        usage.completionTokens(),
                        new ResponseAnswer.OutputDetails(0),
                        usage.totalTokens());
    }

    private String itemId() {
        return "msg_" + suffix;
    }

    private Item item(String status, List<Part> content) {
        return new Item(itemId(), "message", status, "assistant", content);
    }

    private static Part part(String text, @Nullable List<TokenLogprob> logprobs) {
        return new Part("output_text", text, List.of(), logprobs);
    }

    /** Events are numbered and named by their type; a response has one message with one part. */
    private final class Stream implements Streamed {
        private final EventSink sink;
        private int number;

        Stream(EventSink sink) {
            this.sink = sink;
        }

        @Override
        public void begin() throws IOException {
            Response begun = response("in_progress", null, null, List.of(), null);
            show("response.created", begun);
            show("response.in_progress", begun);
            show("response.output_item.added", item("in_progress", List.of()));
            show("response.content_part.added", part("", null));
        }

        @Override
        public void piece(int choice, GenerationListener.Chunk chunk) throws IOException {
            tell("response.output_text.delta", chunk.text(), null, logprobs(chunk.text(), chunk.scores()));
        }

        @Override
        public void ended(int choice, GenerationResult result) throws IOException {
            Response response = ResponseForm.this.ended(result);
            Item item = response.output().getFirst();
            tell("response.output_text.done", null, result.text(), logprobs(result.text(), result.scores()));
            show("response.content_part.done", item.content().getFirst());
            show("response.output_item.done", item);
        }

        @Override
        public void finish(List<GenerationResult> results) throws IOException {
            Response response = ResponseForm.this.ended(results.getFirst());
            show("response." + response.status(), response);
        }

        @Override
        public void fail(HttpFailure failure) throws IOException {
            String code = failure.status() == 429 ? "rate_limit_exceeded" : "server_error";
            ResponseAnswer.Failure error = new ResponseAnswer.Failure(code, failure.message());
            show("response.failed", response("failed", error, null, List.of(), null));
        }

        private List<TokenLogprob> logprobs(String text, List<TokenScores> scores) {
            List<TokenLogprob> tokens = scoring.tokens(text, scores);
            return tokens == null ? List.of() : tokens;
        }

        private void show(String type, Response response) throws IOException {
            sink.send(type, new ResponseAnswer.ResponseEvent(type, number++, response));
        }

        private void show(String type, Item item) throws IOException {
            sink.send(type, new ResponseAnswer.ItemEvent(type, number++, 0, item));
        }

        private void show(String type, Part part) throws IOException {
            sink.send(type, new ResponseAnswer.PartEvent(type, number++, itemId(), 0, 0, part));
        }

        private void tell(String type, @Nullable String delta, @Nullable String text, List<TokenLogprob> logprobs)
                throws IOException {
            sink.send(type, new ResponseAnswer.TextEvent(type, number++, itemId(), 0, 0, delta, text, logprobs));
        }
    }
}
