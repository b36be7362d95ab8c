package org.serai.engine.openai.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.Message;
import org.serai.engine.OutputFormat;
import org.serai.engine.Prompt;
import org.serai.engine.SamplingParameters;
import org.serai.engine.Tools;
import org.serai.engine.openai.config.Dialect;
import org.serai.engine.openai.config.ServerSettings;
import org.serai.engine.openai.config.ServerSettingsParser;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.error.SeraiException;
import org.serai.settings.Secrets;

class RequestWriterTest {
    private static final Path HOME = Path.of("").toAbsolutePath();

    private static ServerSettings server(Dialect dialect, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of("url", "http://127.0.0.1/v1", "dialect", dialect.label()));
        all.putAll(more);
        return ServerSettingsParser.parse(
                ServerSettingsParser.PID + "~peer", all, HOME, new Secrets(name -> null, HOME));
    }

    private static JsonNode written(Dialect dialect, Map<String, String> more, GenerateRequest request)
            throws IOException {
        return new JsonMapper()
                .readTree(new RequestWriter(server(dialect, more), "model")
                        .write(request, 7)
                        .body());
    }

    private static void refused(String what, Dialect dialect, GenerateRequest request) {
        refused(what, dialect, Map.of(), request);
    }

    private static void refused(String what, Dialect dialect, Map<String, String> more, GenerateRequest request) {
        SeraiException refusal =
                assertThrows(SeraiException.class, () -> written(dialect, more, request), dialect.label());
        assertEquals(RemoteErrors.UNSUPPORTED, refusal.code());
        assertTrue(String.valueOf(refusal.getMessage()).contains("Unsupported"), refusal.getMessage());
        assertTrue(String.valueOf(refusal.getMessage()).contains(what), refusal.getMessage());
    }

    private static GenerateRequest.Builder chat() {
        return GenerateRequest.builder("alias", new Prompt.Chat(List.of(new Message("user", "Hello"))))
                .maxTokens(5);
    }

    private static SamplingParameters sampling(@Nullable Integer topK, @Nullable Double typicalP) {
        return new SamplingParameters(0.7, topK, null, null, typicalP, null, null, null, null, null, null, null);
    }

    @Test
    void leavesNothingToTheDefaultsOfTheServer() throws IOException {
        JsonNode body = written(Dialect.LLAMA_SERVER, Map.of(), chat().build());

        assertEquals(0, body.path("temperature").asDouble(-1));
        assertEquals(0, body.path("top_k").asInt(-1));
        assertEquals(1, body.path("top_p").asDouble(-1));
        assertEquals(0, body.path("min_p").asDouble(-1));
        assertEquals(1, body.path("repeat_penalty").asDouble(-1));
        assertEquals(7, body.path("seed").asInt());
        assertEquals(5, body.path("max_tokens").asInt());
        assertFalse(body.has("logit_bias"));
        assertTrue(body.path("stream").asBoolean());
    }

    @Test
    void callsParametersAsTheServerDoes() throws IOException {
        assertTrue(written(Dialect.VLLM, Map.of(), chat().build()).has("repetition_penalty"));
        assertTrue(written(Dialect.OPENAI, Map.of(), chat().build()).has("max_completion_tokens"));
        assertFalse(written(Dialect.OPENAI, Map.of(), chat().build()).has("top_k"));
    }

    @Test
    void refusesByNameWhatTheServerLacks() {
        refused("'topK'", Dialect.OPENAI, chat().sampling(sampling(40, null)).build());
        refused("'typicalP'", Dialect.VLLM, chat().sampling(sampling(null, 0.5)).build());
        refused("'ignoreEos'", Dialect.OPENAI, chat().ignoreEos(true).build());
        refused(
                "raw logits",
                Dialect.LLAMA_SERVER,
                chat().topScores(1, ScoreKind.RAW_LOGITS).build());
        refused(
                "log-probabilities",
                Dialect.OLLAMA,
                chat().topScores(1, ScoreKind.LOGPROBS).build());
        refused(
                "json_object",
                Dialect.SERAI,
                chat().format(new OutputFormat.JsonObject()).build());
        refused(
                "token ids",
                Dialect.OLLAMA,
                GenerateRequest.builder("alias", new Prompt.Tokens(new int[] {1}))
                        .build());
        refused(
                "without maxTokens",
                Dialect.OPENAI,
                GenerateRequest.builder("alias", new Prompt.Text("Hello")).build());
    }

    @Test
    void takesANeutralValueForNothing() throws IOException {
        assertFalse(written(
                        Dialect.OPENAI,
                        Map.of(),
                        chat().sampling(sampling(0, 1.0)).build())
                .has("top_k"));
    }

    @Test
    void passesToolsOnWhereTheServerIsSaidToHaveThem() throws IOException {
        Map<String, ?> parameters = Map.of("type", "object");
        Tools tools = new Tools(
                List.of(
                        new Tools.Tool("weather", "Tells the weather", parameters, true),
                        new Tools.Tool("clock", null, null, null)),
                new Tools.Choice.Named("weather"),
                false);
        GenerateRequest request = GenerateRequest.builder(
                        "alias",
                        new Prompt.Chat(List.of(
                                new Message("user", "Rain?"),
                                new Message("tool", "yes", Map.of("tool_call_id", "call_1")))))
                .tools(tools)
                .build();

        JsonNode body = written(Dialect.VLLM, Map.of("tools", "true"), request);

        assertEquals(
                "[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"description\":\"Tells the weather\","
                        + "\"parameters\":{\"type\":\"object\"},\"strict\":true}},"
                        + "{\"type\":\"function\",\"function\":{\"name\":\"clock\"}}]",
                body.path("tools").toString());
        assertEquals(
                "{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}",
                body.path("tool_choice").toString());
        assertFalse(body.path("parallel_tool_calls").asBoolean(true));
        assertEquals("call_1", body.at("/messages/1/tool_call_id").asText());
        refused("tool", Dialect.VLLM, request);
        refused("by its name", Dialect.LLAMA_SERVER, Map.of("tools", "true"), request);
    }

    @ParameterizedTest
    @CsvSource({"Auto, auto", "None, none", "Required, required"})
    void saysWhetherSomethingHasToBeCalled(String choice, String word) throws IOException {
        Tools.Choice wanted =
                switch (choice) {
                    case "Auto" -> new Tools.Choice.Auto();
                    case "None" -> new Tools.Choice.None();
                    default -> new Tools.Choice.Required();
                };
        Tools tools = new Tools(List.of(new Tools.Tool("clock", null, null, null)), wanted, null);

        JsonNode body = written(
                Dialect.LLAMA_SERVER,
                Map.of("tools", "true"),
                chat().tools(tools).build());

        assertEquals(word, body.path("tool_choice").asText());
        assertFalse(body.has("parallel_tool_calls"));
    }

    @Test
    void toolsAreNoVariableOfATemplate() {
        refused(
                "tools",
                Dialect.VLLM,
                GenerateRequest.builder(
                                "alias",
                                new Prompt.Chat(List.of(new Message("user", "Hi")), Map.of("tools", List.of("a tool"))))
                        .build());
    }

    @Test
    void asksForTheFormat() throws IOException {
        JsonNode object = written(
                Dialect.VLLM,
                Map.of(),
                chat().format(new OutputFormat.JsonObject()).build());
        JsonNode schema = written(
                Dialect.VLLM,
                Map.of(),
                chat().format(new OutputFormat.JsonSchema("invoice", Map.of("type", "object")))
                        .build());

        assertEquals("json_object", object.at("/response_format/type").asText());
        assertEquals("invoice", schema.at("/response_format/json_schema/name").asText());
        assertEquals(
                "object", schema.at("/response_format/json_schema/schema/type").asText());
    }

    @Test
    void passesVariablesOfTheTemplateOnWhereTheServerHasOne() throws IOException {
        GenerateRequest request = GenerateRequest.builder(
                        "alias", new Prompt.Chat(List.of(new Message("user", "Hi")), Map.of("enable_thinking", false)))
                .build();

        assertFalse(written(Dialect.VLLM, Map.of(), request)
                .at("/chat_template_kwargs/enable_thinking")
                .asBoolean(true));
        refused("enable_thinking", Dialect.OPENAI, request);
    }
}
