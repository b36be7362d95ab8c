package org.serai.connector.rest.openai;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.serai.connector.rest.http.HttpException;
import org.serai.connector.rest.http.Json;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Message;
import org.serai.engine.OutputFormat;
import org.serai.engine.Priority;
import org.serai.engine.Prompt;
import org.serai.engine.Tools;

/** What requests become, and which arguments are refused: every one that would not be honoured, by its name. */
class ReaderTest {
    private static final String CHAT = "\"model\":\"house\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
    private static final String COMPLETION = "\"model\":\"house\",\"prompt\":\"Once\"";
    private static final String RESPONSE = "\"model\":\"house\",\"input\":\"Hi\"";

    private static Inquiry read(InquiryReader reader, String members) {
        ObjectNode body = (ObjectNode) Json.parse(("{" + members + "}").getBytes(StandardCharsets.UTF_8));
        return reader.read(new Arguments(body, ""), "1", 100);
    }

    private static GenerateRequest chat(String members) {
        return read(new ChatReader(), members).generations().getFirst();
    }

    private static HttpException refusal(InquiryReader reader, String members) {
        HttpException refusal = assertThrows(HttpException.class, () -> read(reader, members));
        assertEquals(400, refusal.status());
        return refusal;
    }

    @Test
    void aChatCompletionBecomesAGeneration() {
        GenerateRequest request = chat(CHAT
                + ",\"max_completion_tokens\":9,\"temperature\":0.5,\"top_p\":0.9,\"top_k\":40,\"min_p\":0.1,"
                + "\"repetition_penalty\":1.1,\"presence_penalty\":0.2,\"frequency_penalty\":0.3,\"seed\":5,"
                + "\"logit_bias\":{\"17\":-100},\"stop\":[\"\\n\"],\"logprobs\":true,\"top_logprobs\":3,"
                + "\"priority\":\"batch\",\"user\":\"u1\"");

        assertAll(
                () -> assertEquals("house", request.model()),
                () -> assertEquals(new Prompt.Chat(List.of(new Message("user", "Hi"))), request.prompt()),
                () -> assertEquals(9, request.maxTokens()),
                () -> assertEquals(0.5, request.sampling().temperature()),
                () -> assertEquals(0.9, request.sampling().topP()),
                () -> assertEquals(40, request.sampling().topK()),
                () -> assertEquals(0.1, request.sampling().minP()),
                () -> assertEquals(1.1, request.sampling().repeatPenalty()),
                () -> assertEquals(0.2, request.sampling().presencePenalty()),
                () -> assertEquals(0.3, request.sampling().frequencyPenalty()),
                () -> assertEquals(5, request.sampling().seed()),
                () -> assertEquals(Map.of(17, -100.0), request.sampling().logitBias()),
                () -> assertEquals(List.of("\n"), request.stop()),
                () -> assertEquals(3, request.topScores()),
                () -> assertEquals(Priority.BATCH, request.priority()));
    }

    @Test
    void whatIsNotSaidIsLeftToTheAlias() {
        GenerateRequest request = chat(CHAT);

        assertNull(request.maxTokens());
        assertNull(request.sampling().temperature());
        assertNull(request.sampling().seed());
        assertEquals(0, request.topScores());
        assertEquals(Priority.INTERACTIVE, request.priority());
    }

    @Test
    void partsOfTextAreJoinedAndADeveloperIsTheSystem() {
        GenerateRequest request =
                chat("\"model\":\"house\",\"messages\":[{\"role\":\"developer\",\"content\":\"Be brief\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]},"
                        + "{\"role\":\"assistant\",\"content\":\"c\",\"refusal\":null,\"tool_calls\":null}]");

        assertEquals(
                new Prompt.Chat(List.of(
                        new Message("system", "Be brief"), new Message("user", "a\nb"), new Message("assistant", "c"))),
                request.prompt());
    }

    @Test
    void choicesHaveSeedsOfTheirOwn() {
        Inquiry seeded = read(new ChatReader(), CHAT + ",\"n\":3,\"seed\":10");
        Inquiry unseeded = read(new ChatReader(), CHAT + ",\"n\":2");

        assertEquals(
                List.of(10L, 11L, 12L),
                seeded.generations().stream()
                        .map(request -> request.sampling().seed())
                        .toList());
        assertEquals(2, unseeded.generations().size());
        assertNull(unseeded.generations().getLast().sampling().seed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"n\":1",
                "\"tools\":[]",
                "\"tool_choice\":\"none\"",
                "\"response_format\":{\"type\":\"text\"}",
                "\"store\":false",
                "\"modalities\":[\"text\"]",
                "\"service_tier\":\"auto\"",
                "\"parallel_tool_calls\":true",
                "\"metadata\":null",
                "\"stream_options\":{\"include_usage\":true},\"stream\":true",
                "\"max_tokens\":4,\"max_completion_tokens\":4"
            })
    void whatAsksForNothingMoreIsTaken(String member) {
        assertEquals("house", chat(CHAT + "," + member).model());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "response_format":{"type":"grammar"}                                 | response_format.type
            "response_format":{"type":"json_object","json_schema":{}}            | response_format.json_schema
            "response_format":{"type":"json_schema"}                             | response_format.json_schema
            "response_format":{"type":"json_schema","json_schema":{"name":"a"}}  | response_format.json_schema.schema
            "response_format":{"type":"json_schema","json_schema":{"name":"a b","schema":{}}} | response_format.json_schema.name
            "response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{},"description":"b"}} | response_format.json_schema.description
            "tools":[{"type":"custom","custom":{"name":"f"}}]                    | tools[0].type
            "tools":[{"type":"function"}]                                        | tools[0].function
            "tools":[{"type":"function","function":{"name":"a b"}}]              | tools[0].function.name
            "tools":[{"type":"function","function":{"name":"f","code":"x"}}]     | tools[0].function.code
            "tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"f"}}] | tools
            "tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"often" | tool_choice
            "tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"function","function":{"name":"g"}} | tool_choice.function.name
            "tool_choice":"required"                                             | tool_choice
            "functions":[{"name":"f"}]                                           | functions
            "function_call":{"name":"f"}                                         | function_call
            "store":true                                                         | store
            "metadata":{"a":"b"}                                                 | metadata
            "modalities":["text","audio"]                                        | modalities
            "audio":{"voice":"x"}                                                | audio
            "prediction":{"type":"content","content":"x"}                        | prediction
            "reasoning_effort":"low"                                             | reasoning_effort
            "verbosity":"low"                                                    | verbosity
            "web_search_options":{}                                              | web_search_options
            "service_tier":"flex"                                                | service_tier
            "moderation":{"model":"m"}                                           | moderation
            "grammar":"root ::= x"                                               | grammar
            "guided_json":{}                                                     | guided_json
            "temprature":0                                                       | temprature
            "temperature":"0"                                                    | temperature
            "temperature":3                                                      | temperature
            "top_p":-1                                                           | top_p
            "n":0                                                                | n
            "n":129                                                              | n
            "max_tokens":0                                                       | max_tokens
            "max_tokens":4,"max_completion_tokens":5                             | max_tokens
            "stop":[""]                                                          | stop
            "stop":[1]                                                           | stop
            "logit_bias":{"the":1}                                               | logit_bias
            "logit_bias":{"1":101}                                               | logit_bias
            "top_logprobs":2                                                     | top_logprobs
            "logprobs":true,"top_logprobs":21                                    | top_logprobs
            "stream_options":{"include_usage":true}                              | stream_options
            "stream":true,"stream_options":{"include_obfuscation":true}          | stream_options.include_obfuscation
            "stream":true,"stream_options":{"usage":true}                        | stream_options.usage
            "repeat_penalty":1.1,"repetition_penalty":1.1                        | repeat_penalty
            "priority":"urgent"                                                  | priority
            """)
    void aChatCompletionRefusesByName(String member, String name) {
        HttpException refusal = refusal(new ChatReader(), CHAT + "," + member);

        assertEquals(name, refusal.parameter());
        assertTrue(String.valueOf(refusal.getMessage()).contains("'" + name + "'"), refusal::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "messages":[]                                                        | messages
            "messages":"Hi"                                                      | messages
            "messages":[{"role":"user"}]                                         | messages[0].content
            "messages":[{"role":"king","content":"Hi"}]                          | messages[0].role
            "messages":[{"role":"tool","content":"1","tool_call_id":"a"}]        | messages[0]
            "messages":[{"role":"tool","content":"1"}]                           | messages[0].tool_call_id
            "messages":[{"role":"function","content":"1","name":"f"}]            | messages[0].role
            "messages":[{"role":"user","content":"1","tool_call_id":"a"}]        | messages[0].tool_call_id
            "messages":[{"role":"user","content":"1","tool_calls":[{}]}]         | messages[0].tool_calls
            "messages":[{"role":"user","content":"Hi","name":"Ann"}]             | messages[0].name
            "messages":[{"role":"assistant","content":"Hi","tool_calls":[{}]}]   | messages[0].tool_calls[0].id
            "messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:"}}]}] | messages[0].content[0].type
            "messages":[{"role":"user","content":"Hi","mood":"good"}]            | messages[0].mood
            """)
    void aMessageRefusesByName(String member, String name) {
        assertEquals(
                name, refusal(new ChatReader(), "\"model\":\"house\"," + member).parameter());
    }

    @Test
    void aFormatIsWhatTheAnswerMustBe() {
        Map<String, ?> schema = Map.of("type", "object", "required", List.of("total"));
        OutputFormat invoice = new OutputFormat.JsonSchema("invoice", schema);
        String written =
                "\"name\":\"invoice\",\"schema\":{\"type\":\"object\",\"required\":[\"total\"]},\"strict\":true";

        assertEquals(
                new OutputFormat.JsonObject(),
                chat(CHAT + ",\"response_format\":{\"type\":\"json_object\"}").format());
        assertEquals(
                invoice,
                chat(CHAT + ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{" + written + "}}")
                        .format());
        assertEquals(
                invoice,
                response(RESPONSE + ",\"text\":{\"format\":{\"type\":\"json_schema\"," + written + "}}")
                        .format());
        assertNull(response(RESPONSE + ",\"text\":{\"format\":{\"type\":\"text\"}}")
                .format());
    }

    private static GenerateRequest response(String members) {
        return read(new ResponseReader(), members).generations().getFirst();
    }

    @Test
    void toolsAreOfferedWithWhatTheModelShallKnowOfThem() {
        GenerateRequest request = chat(CHAT + ",\"parallel_tool_calls\":false,\"tools\":["
                + "{\"type\":\"function\",\"function\":{\"name\":\"clock\"}},"
                + "{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"description\":\"Tells it\",\"strict\":true,"
                + "\"parameters\":{\"type\":\"object\"}}}],"
                + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}");

        assertEquals(
                new Tools(
                        List.of(
                                new Tools.Tool("clock", null, null, null),
                                new Tools.Tool("weather", "Tells it", Map.of("type", "object"), true)),
                        new Tools.Choice.Named("weather"),
                        false),
                request.tools());
    }

    @ParameterizedTest
    @CsvSource({"auto,Auto[]", "none,None[]", "required,Required[]"})
    void aToolHasToBeCalledOrNot(String choice, String read) {
        GenerateRequest request = chat(CHAT + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],"
                + "\"tool_choice\":\"" + choice + "\"");

        assertEquals(read, Objects.requireNonNull(request.tools()).choice().toString());
    }

    @Test
    void callsAndTheirAnswersArePartOfTheConversation() {
        GenerateRequest request =
                chat("\"model\":\"house\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
                        + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
                        + "{\"role\":\"tool\",\"content\":\"42\",\"tool_call_id\":\"c1\"}]");

        Map<String, ?> call =
                Map.of("id", "c1", "type", "function", "function", Map.of("name", "f", "arguments", "{}"));
        assertEquals(
                new Prompt.Chat(List.of(
                        new Message("user", "Hi"),
                        new Message("assistant", "", Map.of("tool_calls", List.of(call))),
                        new Message("tool", "42", Map.of("tool_call_id", "c1")))),
                request.prompt());
    }

    @Test
    void aRequestNeedsAModelAndAPrompt() {
        assertEquals("model", refusal(new ChatReader(), "\"messages\":[]").parameter());
        assertEquals(
                "messages", refusal(new ChatReader(), "\"model\":\"house\"").parameter());
        assertEquals(
                "prompt", refusal(new CompletionReader(), "\"model\":\"house\"").parameter());
        assertEquals(
                "input", refusal(new ResponseReader(), "\"model\":\"house\"").parameter());
    }

    @Test
    void aTextCompletionTakesPromptsInEveryForm() {
        assertEquals(List.of(new Prompt.Text("Once")), prompts("\"Once\""));
        assertEquals(List.of(new Prompt.Text("a"), new Prompt.Text("b")), prompts("[\"a\",\"b\"]"));
        assertEquals(List.of(new Prompt.Tokens(new int[] {1, 2})), prompts("[1,2]"));
        assertEquals(
                List.of(new Prompt.Tokens(new int[] {1, 2}), new Prompt.Tokens(new int[] {3})), prompts("[[1,2],[3]]"));
    }

    private static List<Prompt> prompts(String prompt) {
        return read(new CompletionReader(), "\"model\":\"house\",\"prompt\":" + prompt).generations().stream()
                .map(GenerateRequest::prompt)
                .toList();
    }

    @Test
    void choicesOfAPromptAreBesideEachOther() {
        Inquiry inquiry = read(new CompletionReader(), "\"model\":\"house\",\"prompt\":[\"a\",\"b\"],\"n\":2");

        assertEquals(
                List.of(new Prompt.Text("a"), new Prompt.Text("a"), new Prompt.Text("b"), new Prompt.Text("b")),
                inquiry.generations().stream().map(GenerateRequest::prompt).toList());
        assertEquals(2, inquiry.choicesPerPrompt());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "echo":true        | echo
            "suffix":"end"     | suffix
            "best_of":2        | best_of
            "logprobs":true    | logprobs
            "logprobs":21      | logprobs
            "messages":[]      | messages
            """)
    void aTextCompletionRefusesByName(String member, String name) {
        assertEquals(
                name, refusal(new CompletionReader(), COMPLETION + "," + member).parameter());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[[]]", "[1,\"a\"]", "{}", "7"})
    void aTextCompletionRefusesWhatIsNoPrompt(String prompt) {
        assertEquals(
                "prompt",
                refusal(new CompletionReader(), "\"model\":\"house\",\"prompt\":" + prompt)
                        .parameter());
    }

    @Test
    void aResponseTakesAConversation() {
        Inquiry inquiry = read(
                new ResponseReader(),
                "\"model\":\"house\",\"instructions\":\"Be brief\",\"max_output_tokens\":5,\"metadata\":{\"a\":\"b\"},"
                        + "\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Hi\"}]},"
                        + "{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"completed\",\"role\":\"assistant\","
                        + "\"content\":[{\"type\":\"output_text\",\"text\":\"Ho\",\"annotations\":[]}]},"
                        + "{\"role\":\"user\",\"content\":\"And?\"}]");

        GenerateRequest request = inquiry.generations().getFirst();
        assertEquals(
                new Prompt.Chat(List.of(
                        new Message("system", "Be brief"),
                        new Message("user", "Hi"),
                        new Message("assistant", "Ho"),
                        new Message("user", "And?"))),
                request.prompt());
        assertEquals(5, request.maxTokens());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "previous_response_id":"resp_1"                  | previous_response_id
            "conversation":"c"                               | conversation
            "store":true                                     | store
            "background":true                                | background
            "truncation":"auto"                              | truncation
            "reasoning":{"effort":"low"}                     | reasoning
            "include":["reasoning.encrypted_content"]        | include
            "text":{"format":{"type":"json_schema"}}         | text.format.name
            "text":{"format":{"type":"json_schema","name":"a"}} | text.format.schema
            "text":{"format":{"type":"xml"}}                 | text.format.type
            "prompt":{"id":"p"}                              | prompt
            "tools":[{"type":"web_search"}]                  | tools
            "max_tokens":4                                   | max_tokens
            """)
    void aResponseRefusesByName(String member, String name) {
        assertEquals(
                name, refusal(new ResponseReader(), RESPONSE + "," + member).parameter());
    }

    @Test
    void aResponseRefusesItemsThatAreNoMessages() {
        assertEquals(
                "input[0].type",
                refusal(
                                new ResponseReader(),
                                "\"model\":\"house\",\"input\":[{\"type\":\"function_call_output\",\"output\":\"1\"}]")
                        .parameter());
    }
}
