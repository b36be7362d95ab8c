package org.serai.connector.rest.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serai.connector.rest.http.HttpException;
import org.serai.connector.rest.http.Json;
import org.serai.connector.rest.openai.PlayedAliases.Played;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Source;
import org.serai.engine.TokenScores;
import org.serai.engine.TokenScores.Token;
import org.serai.engine.ToolCall;
import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;
import org.serai.error.OverloadException;
import org.serai.error.SeraiException;

/** From generations to answers, whole and streamed. */
class AnsweringTest {
    private static final String TOOLS = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}]";
    private static final ErrorCode FULL = new ErrorCode(9001, ErrorCategory.OVERLOAD);
    private static final ErrorCode BROKEN = new ErrorCode(9002, ErrorCategory.INTERNAL);
    private static final ErrorCode INCAPABLE = new ErrorCode(9004, ErrorCategory.UNSUPPORTED);
    private static final ErrorCode MISSING = new ErrorCode(9003, ErrorCategory.NOT_FOUND);

    private static void twoWords(Played generation, GenerateRequest request) {
        generation.say("Good", 1, scores("Good", -0.5f, "Bad", -1.5f));
        generation.say(" day", 2, scores(" day", -0.25f, " night", -2));
        generation.end(
                FinishReason.STOP,
                "Good day",
                2,
                scores("Good", -0.5f, "Bad", -1.5f),
                scores(" day", -0.25f, " night", -2));
    }

    private static TokenScores scores(String chosen, float value, String other, float otherValue) {
        Token token = token(chosen, value);
        return new TokenScores(token, List.of(token, token(other, otherValue)));
    }

    private static Token token(String text, float value) {
        return new Token(text.length(), text.getBytes(StandardCharsets.UTF_8), value);
    }

    private static String chat(String more) {
        return "{\"model\":\"house\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + more + "}";
    }

    private static RecordedCall ask(InquiryReader reader, String body, BiConsumer<Played, GenerateRequest> script)
            throws Exception {
        RecordedCall call = new RecordedCall(body);
        new Answering(new PlayedAliases(script), reader).handle(call);
        return call;
    }

    /** The data of a stream's events. */
    private static List<JsonNode> events(RecordedCall call) {
        List<JsonNode> events = new ArrayList<>();
        for (String line : call.text().lines().toList()) {
            if (line.startsWith("data: ") && !line.equals("data: [DONE]")) {
                events.add(Json.parse(line.substring("data: ".length()).getBytes(StandardCharsets.UTF_8)));
            }
        }
        return events;
    }

    @Test
    void aChatCompletionTellsWhatMadeIt() throws Exception {
        RecordedCall call = ask(new ChatReader(), chat(""), AnsweringTest::twoWords);

        JsonNode answer = call.answer();
        assertEquals(200, call.status);
        assertEquals("chat.completion", answer.at("/object").asText());
        assertEquals("chatcmpl-1", answer.at("/id").asText());
        assertEquals("house", answer.at("/model").asText());
        assertEquals("assistant", answer.at("/choices/0/message/role").asText());
        assertEquals("Good day", answer.at("/choices/0/message/content").asText());
        assertEquals("stop", answer.at("/choices/0/finish_reason").asText());
        assertTrue(answer.at("/choices/0/logprobs").isNull());
        assertEquals(
                "sha256:0123456789abcdef", answer.at("/choices/0/serai/digest").asText());
        assertEquals(42, answer.at("/choices/0/serai/seed").asInt());
        assertEquals(
                "fp_decoder_cpu_0123456789ab", answer.at("/system_fingerprint").asText());
        assertEquals(7, answer.at("/usage/prompt_tokens").asInt());
        assertEquals(2, answer.at("/usage/completion_tokens").asInt());
        assertEquals(9, answer.at("/usage/total_tokens").asInt());
        assertEquals(9, call.tokensUsed);
    }

    private static void calls(Played generation, GenerateRequest request) {
        generation.call(
                "",
                new ToolCall("call_1", "weather", "{\"city\":\"Edo\"}"),
                new ToolCall("call_2", "weather", "{\"city\":\"Osaka\"}"));
    }

    @Test
    void toolsThatTheModelWantsCalledAreNoText() throws Exception {
        JsonNode choice = ask(new ChatReader(), chat(TOOLS), AnsweringTest::calls)
                .answer()
                .at("/choices/0");

        assertEquals("tool_calls", choice.at("/finish_reason").asText());
        assertTrue(choice.at("/message").has("content"));
        assertTrue(choice.at("/message/content").isNull());
        assertEquals(
                "{\"id\":\"call_2\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Osaka\\\"}\"}}",
                choice.at("/message/tool_calls/1").toString());
    }

    @Test
    void aStreamTellsCallsWithTheirPlaces() throws Exception {
        List<JsonNode> events = events(ask(new ChatReader(), chat(TOOLS + ",\"stream\":true"), AnsweringTest::calls));

        JsonNode calls = events.get(1).at("/choices/0/delta/tool_calls");
        assertEquals("call_1", calls.at("/0/id").asText());
        assertEquals(1, calls.at("/1/index").asInt());
        assertEquals("weather", calls.at("/1/function/name").asText());
        assertEquals("tool_calls", events.get(2).at("/choices/0/finish_reason").asText());
        assertFalse(events.get(2).at("/choices/0/delta").has("tool_calls"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ,"response_format":{"type":"json_object"}                                                         | response_format
            ,"tools":[{"type":"function","function":{"name":"f"}}]                                            | tools
            ,"response_format":{"type":"json_object"},"tools":[{"type":"function","function":{"name":"f"}}]   | model
            ,"temperature":1                                                                                  | model
            """)
    void aRefusalOfTheEngineSaysWhichArgumentItMeans(String more, String argument) {
        HttpException refusal = assertThrows(
                HttpException.class,
                () -> ask(new ChatReader(), chat(more), (generation, request) -> {
                    throw new SeraiException(INCAPABLE, "Unsupported: the engine cannot");
                }));

        assertEquals(400, refusal.status());
        assertEquals(argument, refusal.parameter());
    }

    @Test
    void aResponseSaysWhichFormatItHas() throws Exception {
        String format =
                "{\"type\":\"json_schema\",\"name\":\"invoice\",\"schema\":{\"type\":\"object\"},\"strict\":true}";
        JsonNode answer = ask(
                        new ResponseReader(),
                        "{\"model\":\"house\",\"input\":\"Hi\",\"text\":{\"format\":" + format + "}}",
                        AnsweringTest::twoWords)
                .answer();

        assertEquals(format, answer.at("/text/format").toString());
    }

    @Test
    void logprobsNameTokensAndTheirBytes() throws Exception {
        JsonNode answer = ask(new ChatReader(), chat(",\"logprobs\":true,\"top_logprobs\":2"), AnsweringTest::twoWords)
                .answer();

        JsonNode second = answer.at("/choices/0/logprobs/content/1");
        assertEquals(" day", second.at("/token").asText());
        assertEquals(-0.25, second.at("/logprob").asDouble());
        assertEquals("[32,100,97,121]", second.at("/bytes").toString());
        assertEquals(" night", second.at("/top_logprobs/1/token").asText());
        assertFalse(second.at("/top_logprobs/1").has("top_logprobs"));
    }

    @Test
    void tokensThatAStopStringCutOffHaveNoLogprobs() throws Exception {
        JsonNode answer = ask(
                        new ChatReader(),
                        chat(",\"logprobs\":true,\"stop\":\" day\""),
                        (generation, request) -> generation.end(
                                FinishReason.STOP,
                                "Good",
                                2,
                                scores("Good", -0.5f, "Bad", -1.5f),
                                scores(" day", -0.25f, " night", -2)))
                .answer();

        assertEquals(1, answer.at("/choices/0/logprobs/content").size());
        assertEquals(0, answer.at("/choices/0/logprobs/content/0/top_logprobs").size());
    }

    @Test
    void aStreamEndsWithUsageAndDone() throws Exception {
        RecordedCall call = ask(
                new ChatReader(),
                chat(",\"stream\":true,\"logprobs\":true,\"stream_options\":{\"include_usage\":true}"),
                AnsweringTest::twoWords);

        List<JsonNode> events = events(call);
        assertEquals("text/event-stream", call.headers.get("Content-Type"));
        assertEquals("assistant", events.get(0).at("/choices/0/delta/role").asText());
        assertEquals("Good", events.get(1).at("/choices/0/delta/content").asText());
        assertEquals(
                " day", events.get(2).at("/choices/0/logprobs/content/0/token").asText());
        assertEquals("stop", events.get(3).at("/choices/0/finish_reason").asText());
        assertEquals("tiny", events.get(3).at("/choices/0/serai/model").asText());
        assertEquals(9, events.get(4).at("/usage/total_tokens").asInt());
        assertEquals(0, events.get(4).at("/choices").size());
        assertTrue(call.text().endsWith("\n\ndata: [DONE]\n\n"), call::text);
    }

    @Test
    void choicesAreToldApart() throws Exception {
        RecordedCall whole = ask(new ChatReader(), chat(",\"n\":2"), AnsweringTest::twoWords);
        RecordedCall streamed = ask(new ChatReader(), chat(",\"n\":2,\"stream\":true"), AnsweringTest::twoWords);

        assertEquals(2, whole.answer().at("/choices").size());
        assertEquals(1, whole.answer().at("/choices/1/index").asInt());
        assertEquals(7, whole.answer().at("/usage/prompt_tokens").asInt(), "The prompt counts once");
        assertEquals(4, whole.answer().at("/usage/completion_tokens").asInt());
        assertEquals(
                List.of(0, 1),
                events(streamed).stream()
                        .filter(event -> !event.at("/choices/0/finish_reason").isNull())
                        .map(event -> event.at("/choices/0/index").asInt())
                        .toList());
    }

    @Test
    void anAnswerThatIsGivenAgainIsStreamedInOnePiece() throws Exception {
        RecordedCall call = ask(
                new ChatReader(),
                chat(",\"stream\":true"),
                (generation, request) -> generation.end(FinishReason.LENGTH, "As before", 2));

        assertEquals(
                "As before", events(call).get(1).at("/choices/0/delta/content").asText());
        assertEquals(
                "length", events(call).get(2).at("/choices/0/finish_reason").asText());
    }

    @Test
    void aStreamThatBreaksOffEndsWithAnErrorAndNotWithDone() throws Exception {
        RecordedCall call = ask(new ChatReader(), chat(",\"stream\":true"), (generation, request) -> {
            generation.say("Good", 1);
            generation.fail(new SeraiException(BROKEN, "The computer is on fire."));
        });

        JsonNode last = events(call).getLast();
        assertEquals(
                "SERAI-9002: The computer is on fire.",
                last.at("/error/message").asText());
        assertEquals("server_error", last.at("/error/type").asText());
        assertFalse(call.text().contains("[DONE]"), call::text);
    }

    @Test
    void aStreamWhoseTimeIsOverSaysSo() throws Exception {
        RecordedCall call = ask(
                new ChatReader(),
                chat(",\"stream\":true"),
                (generation, request) -> generation.end(FinishReason.ERROR, "Good", 1));

        assertEquals("timeout", events(call).getLast().at("/error/code").asText());
    }

    @Test
    void aSilentStreamIsKeptAlive() throws Exception {
        RecordedCall call = new RecordedCall("{}");
        CompletableFuture<Played> begun = new CompletableFuture<>();
        PlayedAliases aliases = new PlayedAliases((generation, request) -> begun.complete(generation));
        Inquiry inquiry = new ChatReader()
                .read(new Arguments((ObjectNode) Json.parse(chat("").getBytes(StandardCharsets.UTF_8)), ""), "1", 0);
        Generations generations = Generations.start(aliases, inquiry);
        EventSink sink = new EventSink(new FilterOutputStream(call.content) {
            @Override
            public void write(byte[] bytes) throws IOException {
                super.write(bytes);
                if (call.text().endsWith(": keep-alive\n\n")) {
                    begun.join().end(FinishReason.STOP, "", 0);
                }
            }
        });

        new StreamedAnswer(new Progress(generations, inquiry), inquiry.form().stream(sink), sink, Duration.ofMillis(1))
                .write();

        assertTrue(call.text().contains("\n\n: keep-alive\n\n"), call::text);
        assertTrue(call.text().endsWith("data: [DONE]\n\n"), call::text);
    }

    @Test
    void whoGoesAwayFreesEveryGeneration() {
        PlayedAliases aliases = new PlayedAliases((generation, request) -> {});
        RecordedCall call = new RecordedCall(chat(",\"n\":2"));
        CompletableFuture<Void> leaving = call.disconnect.thenAccept(Runnable::run);

        HttpException gone =
                assertThrows(HttpException.class, () -> new Answering(aliases, new ChatReader()).handle(call));

        leaving.join();
        assertEquals(499, gone.status());
        aliases.submitted.forEach(generation ->
                generation.cancelled.orTimeout(4, TimeUnit.MINUTES).join());
        assertEquals(2, aliases.submitted.size());
    }

    @Test
    void aRefusedChoiceTakesTheOthersWithIt() {
        List<Played> begun = new ArrayList<>();
        PlayedAliases aliases = new PlayedAliases((generation, request) -> {
            begun.add(generation);
            if (begun.size() == 2) {
                throw new OverloadException(FULL, "The queue is full.", Duration.ofSeconds(3));
            }
        });
        RecordedCall call = new RecordedCall(chat(",\"n\":3"));

        OverloadException full =
                assertThrows(OverloadException.class, () -> new Answering(aliases, new ChatReader()).handle(call));

        assertEquals(Duration.ofSeconds(3), full.retryAfter());
        assertTrue(begun.getFirst().cancelled.isDone());
        assertEquals("100", call.headers.get("x-ratelimit-remaining-tokens"));
        assertEquals("1000", call.headers.get("x-ratelimit-limit-tokens"));
        assertEquals("3000ms", call.headers.get("x-ratelimit-reset-tokens"));
    }

    @Test
    void anUnknownModelIsNamed() {
        HttpException missing = assertThrows(
                HttpException.class,
                () -> ask(new ChatReader(), chat(""), (generation, request) -> {
                    throw new SeraiException(MISSING, "There is no alias 'house'.");
                }));

        assertEquals(404, missing.status());
        assertEquals("model", missing.parameter());
        assertEquals("SERAI-9003: There is no alias 'house'.", missing.getMessage());
    }

    @Test
    void aBodyThatIsNoObjectIsRefused() {
        HttpException refusal =
                assertThrows(HttpException.class, () -> ask(new ChatReader(), "[]", AnsweringTest::twoWords));

        assertEquals(400, refusal.status());
    }

    @Test
    void anIdempotencyKeyNamesWhatEachChoiceIsMadeFor() throws Exception {
        PlayedAliases aliases = new PlayedAliases(AnsweringTest::twoWords);
        RecordedCall call = new RecordedCall(chat(",\"n\":2"), Map.of("Idempotency-Key", "order-17"));

        new Answering(aliases, new ChatReader()).handle(call);

        List<Source> sources = aliases.submitted.stream()
                .map(generation -> generation.request().source())
                .toList();
        assertEquals("rest:ann/order-17/0", sources.get(0).id());
        assertEquals("rest:ann/order-17/1", sources.get(1).id());
        assertTrue(sources.get(0).contentDigest().matches("sha256:[0-9a-f]{64}"));
    }

    @Test
    void anEmptyIdempotencyKeyIsRefused() {
        RecordedCall call = new RecordedCall(chat(""), Map.of("Idempotency-Key", " "));

        HttpException refusal = assertThrows(
                HttpException.class,
                () -> new Answering(new PlayedAliases(AnsweringTest::twoWords), new ChatReader()).handle(call));

        assertEquals("Idempotency-Key", refusal.parameter());
    }

    @Test
    void aTextCompletionTellsWhereTokensBegin() throws Exception {
        JsonNode answer = ask(
                        new CompletionReader(),
                        "{\"model\":\"house\",\"prompt\":[\"a\",\"b\"],\"logprobs\":1}",
                        AnsweringTest::twoWords)
                .answer();

        JsonNode choice = answer.at("/choices/1");
        assertEquals("text_completion", answer.at("/object").asText());
        assertEquals("Good day", choice.at("/text").asText());
        assertEquals("[\"Good\",\" day\"]", choice.at("/logprobs/tokens").toString());
        assertEquals("[0,4]", choice.at("/logprobs/text_offset").toString());
        assertEquals("[-0.5,-0.25]", choice.at("/logprobs/token_logprobs").toString());
        assertEquals("{\"Good\":-0.5}", choice.at("/logprobs/top_logprobs/0").toString());
        assertEquals(14, answer.at("/usage/prompt_tokens").asInt(), "Each prompt counts");
    }

    @Test
    void aStreamedTextCompletionGoesOnWithItsOffsets() throws Exception {
        RecordedCall call = ask(
                new CompletionReader(),
                "{\"model\":\"house\",\"prompt\":\"a\",\"logprobs\":0,\"stream\":true}",
                AnsweringTest::twoWords);

        List<JsonNode> events = events(call);
        assertEquals("Good", events.get(0).at("/choices/0/text").asText());
        assertEquals("[4]", events.get(1).at("/choices/0/logprobs/text_offset").toString());
        assertEquals("stop", events.get(2).at("/choices/0/finish_reason").asText());
        assertTrue(call.text().endsWith("data: [DONE]\n\n"), call::text);
    }

    @Test
    void aResponseIsAMessage() throws Exception {
        JsonNode answer = ask(
                        new ResponseReader(),
                        "{\"model\":\"house\",\"input\":\"Hi\",\"metadata\":{\"a\":\"b\"},\"top_logprobs\":1}",
                        AnsweringTest::twoWords)
                .answer();

        assertEquals("response", answer.at("/object").asText());
        assertEquals("completed", answer.at("/status").asText());
        assertEquals("Good day", answer.at("/output/0/content/0/text").asText());
        assertEquals("Good", answer.at("/output/0/content/0/logprobs/0/token").asText());
        assertEquals("b", answer.at("/metadata/a").asText());
        assertFalse(answer.at("/store").asBoolean());
        assertEquals(9, answer.at("/usage/total_tokens").asInt());
        assertEquals(0, answer.at("/usage/input_tokens_details/cached_tokens").asInt());
    }

    @Test
    void aResponseThatIsCutOffIsIncomplete() throws Exception {
        JsonNode answer = ask(
                        new ResponseReader(),
                        "{\"model\":\"house\",\"input\":\"Hi\"}",
                        (generation, request) -> generation.end(FinishReason.LENGTH, "Good", 1))
                .answer();

        assertEquals("incomplete", answer.at("/status").asText());
        assertEquals(
                "max_output_tokens", answer.at("/incomplete_details/reason").asText());
    }

    @Test
    void anAnswerThatOnlyRepeatedItselfIsCutOffAndSaysSo() throws Exception {
        BiConsumer<Played, GenerateRequest> loop =
                (generation, request) -> generation.end(FinishReason.LOOP, "again again", 2);
        JsonNode chat = ask(new ChatReader(), chat(""), loop).answer().at("/choices/0");
        JsonNode streamed = events(ask(new ChatReader(), chat(",\"stream\":true"), loop))
                .get(2)
                .at("/choices/0");
        JsonNode response = ask(new ResponseReader(), "{\"model\":\"house\",\"input\":\"Hi\"}", loop)
                .answer();

        for (JsonNode choice : List.of(chat, streamed)) {
            assertEquals("length", choice.at("/finish_reason").asText());
            assertTrue(choice.at("/serai/loop").asBoolean(), choice::toString);
        }
        assertEquals("incomplete", response.at("/status").asText());
        assertTrue(response.at("/serai/loop").asBoolean(), response::toString);
    }

    @Test
    void aStreamedResponseTellsItsEventsInOrder() throws Exception {
        RecordedCall call = ask(
                new ResponseReader(),
                "{\"model\":\"house\",\"input\":\"Hi\",\"stream\":true}",
                AnsweringTest::twoWords);

        List<JsonNode> events = events(call);
        assertEquals(
                List.of(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.completed"),
                events.stream().map(event -> event.at("/type").asText()).toList());
        for (int i = 0; i < events.size(); i++) {
            assertEquals(i, events.get(i).at("/sequence_number").asInt());
        }
        assertEquals(
                "Good day",
                events.get(9).at("/response/output/0/content/0/text").asText());
        assertTrue(call.text().startsWith("event: response.created\ndata: "), call::text);
    }

    @Test
    void aStreamedResponseThatFailsSaysSo() throws Exception {
        RecordedCall call = ask(
                new ResponseReader(),
                "{\"model\":\"house\",\"input\":\"Hi\",\"stream\":true}",
                (generation, request) -> generation.fail(new SeraiException(BROKEN, "The computer is on fire.")));

        JsonNode last = events(call).getLast();
        assertEquals("response.failed", last.at("/type").asText());
        assertEquals("failed", last.at("/response/status").asText());
        assertEquals("server_error", last.at("/response/error/code").asText());
    }

    @Test
    void modelsAreTheAliases() throws Exception {
        ModelPages pages = new ModelPages(new PlayedAliases(AnsweringTest::twoWords), 1000);
        RecordedCall all = new RecordedCall("");
        RecordedCall late = new RecordedCall("", Map.of("path:model", "late"));

        pages.list(all);
        pages.show(late);

        assertEquals("list", all.answer().at("/object").asText());
        assertEquals("house", all.answer().at("/data/0/id").asText());
        assertEquals(128, all.answer().at("/data/0/max_model_len").asInt());
        assertEquals("ready", all.answer().at("/data/0/serai/state").asText());
        assertEquals("loading", late.answer().at("/serai/state").asText());
        assertNull(late.answer().get("max_model_len"));
        HttpException missing =
                assertThrows(HttpException.class, () -> pages.show(new RecordedCall("", Map.of("path:model", "big"))));
        assertEquals(404, missing.status());
        assertEquals("model", missing.parameter());
    }

    @Test
    void embeddingsAreRefusedWithoutBeingTriedAgain() {
        Embeddings embeddings = new Embeddings(new PlayedAliases(AnsweringTest::twoWords));
        RecordedCall call = new RecordedCall("{\"model\":\"house\",\"input\":\"Hi\"}");

        HttpException refusal = assertThrows(HttpException.class, () -> embeddings.refuse(call));
        HttpException missing =
                assertThrows(HttpException.class, () -> embeddings.refuse(new RecordedCall("{\"model\":\"big\"}")));

        assertEquals(501, refusal.status());
        assertEquals("false", call.headers.get("x-should-retry"));
        assertEquals(404, missing.status());
    }
}
