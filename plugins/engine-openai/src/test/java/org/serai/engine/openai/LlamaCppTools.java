package org.serai.engine.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.serai.engine.Capability;
import org.serai.engine.FinishReason;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.Message;
import org.serai.engine.ModelSession;
import org.serai.engine.OutputFormat;
import org.serai.engine.Prompt;
import org.serai.engine.SamplingParameters;
import org.serai.engine.SessionOptions;
import org.serai.engine.ToolCall;
import org.serai.engine.Tools;
import org.serai.engine.openai.error.RemoteErrors;
import org.serai.error.SeraiException;

/**
 * Tools and formats with a real server of llama.cpp. Its model has random weights and would never call a tool; but in its
 * chat template a call begins with a brace, and what follows one the server holds to the tools, so it is enough that the
 * model likes braces.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LlamaCppTools {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path TEMPLATE = Path.of("src/test/resources/tools.jinja");
    private static final Set<String> CITIES = Set.of("Edo", "Lisbon");

    /** The token of a brace that opens. */
    private static final int BRACE = 90;

    private static final Map<String, ?> ARGUMENTS = Map.of(
            "type",
            "object",
            "properties",
            Map.of("city", Map.of("type", "string", "enum", List.copyOf(CITIES))),
            "required",
            List.of("city"),
            "additionalProperties",
            false);
    private static final List<Tools.Tool> OFFERED =
            List.of(new Tools.Tool("weather", "Tells the weather of a city", ARGUMENTS, null));
    private static final Message QUESTION = new Message("user", "Rain in Edo?");

    private @Nullable PeerProcess process;
    private @Nullable ServerFixture fixture;
    private @Nullable ModelSession session;

    /** Starts a server with a template of its own, or skips the tests where there is none. */
    abstract PeerProcess server(Path template) throws IOException, InterruptedException;

    @BeforeAll
    final void start() throws IOException, InterruptedException {
        PeerProcess started = server(TEMPLATE);
        process = started;
        ServerFixture opened = new ServerFixture(started.url(), Map.of("tools", "true"));
        fixture = opened;
        session = opened.engine()
                .open(
                        ServerFixture.reference("peer"),
                        new SessionOptions(OptionalInt.empty(), 2, List.of(), OptionalInt.empty(), false));
    }

    @AfterAll
    final void stop() throws IOException {
        if (session != null) {
            session.close();
        }
        if (fixture != null) {
            fixture.close();
        }
        if (process != null) {
            process.close();
        }
    }

    @Test
    void aCallComesWithItsNameAndArguments() throws Exception {
        GenerationResult result = ask(request(QUESTION).tools(tools(new Tools.Choice.Required())));

        assertEquals(FinishReason.STOP, result.finishReason());
        assertEquals("", result.text().strip());
        assertEquals(1, result.toolCalls().size(), result.toString());
        ToolCall call = result.toolCalls().getFirst();
        assertEquals("weather", call.name());
        assertNotEquals("", call.id());
        JsonNode arguments = JSON.readTree(call.arguments());
        assertEquals(1, arguments.size(), call.arguments());
        assertTrue(CITIES.contains(arguments.path("city").asText()), call.arguments());
    }

    @Test
    void theAnswerOfAToolGoesBackToTheModel() throws Exception {
        Map<String, ?> call = Map.of(
                "id",
                "call_1",
                "type",
                "function",
                "function",
                Map.of("name", "weather", "arguments", "{\"city\":\"Edo\"}"));
        Tools tools = tools(new Tools.Choice.None());

        GenerationResult first = ask(request(QUESTION).tools(tools));
        GenerationResult second = ask(request(
                        QUESTION,
                        new Message("assistant", "", Map.of("tool_calls", List.of(call))),
                        new Message("tool", "It rains.", Map.of("tool_call_id", "call_1")))
                .tools(tools));

        assertEquals(List.of(), second.toolCalls());
        assertFalse(second.text().isEmpty());
        assertTrue(second.promptTokens() > first.promptTokens(), first + " " + second);
    }

    @Test
    void whereNothingIsToBeCalledBracesAreText() throws Exception {
        GenerationResult result = ask(request(QUESTION).tools(tools(new Tools.Choice.None())));

        assertEquals(List.of(), result.toolCalls());
        assertTrue(result.text().startsWith("{{"), result.text());
    }

    /** The server would take any name for "auto" and say nothing. */
    @Test
    void aChoiceByNameIsRefused() {
        SeraiException refusal = assertThrows(
                SeraiException.class, () -> ask(request(QUESTION).tools(tools(new Tools.Choice.Named("weather")))));

        assertEquals(RemoteErrors.UNSUPPORTED, refusal.code());
        assertTrue(String.valueOf(refusal.getMessage()).contains("by its name"), refusal.getMessage());
    }

    @Test
    void anAnswerFitsItsSchema() throws Exception {
        assertTrue(session().info().capabilities().contains(Capability.JSON_SCHEMA));

        GenerationResult result = ask(request(QUESTION).format(new OutputFormat.JsonSchema("place", ARGUMENTS)));

        assertEquals(FinishReason.STOP, result.finishReason());
        JsonNode answer = JSON.readTree(result.text());
        assertEquals(1, answer.size(), result.text());
        assertTrue(CITIES.contains(answer.path("city").asText()), result.text());
    }

    private ModelSession session() {
        return Objects.requireNonNull(session, "The server was not started");
    }

    private static GenerateRequest.Builder request(Message... messages) {
        return GenerateRequest.builder("alias", new Prompt.Chat(List.of(messages)))
                .maxTokens(180)
                .sampling(new SamplingParameters(
                        0.0, null, null, null, null, null, null, null, null, null, Map.of(BRACE, 100.0), null));
    }

    private static Tools tools(Tools.Choice choice) {
        return new Tools(OFFERED, choice, null);
    }

    private GenerationResult ask(GenerateRequest.Builder request) throws Exception {
        try {
            return session()
                    .generate(request.build(), GenerationListener.NONE)
                    .result()
                    .get(ServerFixture.PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SeraiException known ? known : e;
        }
    }
}
