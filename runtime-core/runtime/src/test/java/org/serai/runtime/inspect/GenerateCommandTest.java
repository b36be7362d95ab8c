package org.serai.runtime.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.engine.Message;
import org.serai.engine.Prompt;
import org.serai.runtime.inspect.GoldenModels.Golden;
import org.serai.runtime.inspect.Inspection.Outcome;

class GenerateCommandTest {
    private static final double LIMIT = 1e-3;

    @TempDir
    Path folder;

    static List<Golden> models() {
        return GoldenModels.all();
    }

    private static ObjectNode question(Golden golden, int prompt) {
        ObjectNode question = Inspection.JSON.createObjectNode();
        question.set("ids", golden.prompt(prompt).get("ids"));
        return question.put(
                        "max_tokens", golden.prompt(prompt).get("greedy_ids").size())
                .put("ignore_eos", true);
    }

    @ParameterizedTest
    @MethodSource("models")
    void givesTheTokensAndLogitsOfTheReference(Golden golden) throws Exception {
        StringBuilder lines = new StringBuilder();
        int prompts = golden.answers().get("prompts").size();
        for (int i = 0; i < prompts; i++) {
            lines.append(question(golden, i).put("raw_logits", 5)).append('\n');
        }
        Outcome outcome = new Inspection(folder).generate(lines.toString(), golden.file(), "--exact", "--threads", 1);
        assertEquals(0, outcome.status(), outcome.toString());
        for (int i = 0; i < prompts; i++) {
            JsonNode expected = golden.prompt(i);
            JsonNode answer = outcome.answers().get(i);
            assertEquals(expected.get("greedy_ids"), answer.get("ids"));
            assertEquals("length", answer.get("finish_reason").asText());
            assertEquals(expected.get("ids").size(), answer.get("prompt_tokens").asInt());
            assertEquals(expected.get("greedy_ids").size(), answer.get("top").size());
            JsonNode first = answer.get("top").get(0);
            JsonNode logits =
                    expected.get("top5_logits").get(expected.get("ids").size() - 1);
            for (int k = 0; k < 5; k++) {
                assertEquals(
                        logits.get(k).asDouble(), first.get("raw_logits").get(k).asDouble(), LIMIT);
            }
        }
    }

    @Test
    void handsCallsOfToolsToTheTemplate() throws Exception {
        ObjectNode line = (ObjectNode) Inspection.JSON.readTree("""
                {"messages": [
                  {"role": "user", "content": "Is it cold?"},
                  {"role": "assistant", "content": null, "tool_calls": [{"function": {"name": "degrees"}}]},
                  {"role": "tool", "content": "-3", "name": "degrees"}]}
                """);

        Prompt.Chat chat = assertInstanceOf(
                Prompt.Chat.class, GenerateLine.request(new Fields(line), "m").prompt());

        assertEquals(new Message("user", "Is it cold?"), chat.messages().getFirst());
        assertEquals("", chat.messages().get(1).content());
        assertEquals(
                List.of(Map.of("function", Map.of("name", "degrees"))),
                chat.messages().get(1).fields().get("tool_calls"));
        assertEquals(
                new Message("tool", "-3", Map.of("name", "degrees")),
                chat.messages().getLast());
    }

    @Test
    void listsLogprobsThatAreLogitsLessAConstant() throws Exception {
        Golden golden = GoldenModels.all().getFirst();
        ObjectNode question = question(golden, 0).put("max_tokens", 1);
        String lines = question.deepCopy().put("raw_logits", 5) + "\n"
                + question.deepCopy().put("logprobs", 5);
        Outcome outcome = new Inspection(folder).generate(lines, golden.file(), "--exact");
        JsonNode logits = outcome.answers().get(0).get("top").get(0);
        JsonNode logprobs = outcome.answers().get(1).get("top").get(0);
        assertEquals(logits.get("ids"), logprobs.get("ids"));
        double constant = logits.get("raw_logits").get(0).asDouble()
                - logprobs.get("logprobs").get(0).asDouble();
        for (int k = 1; k < 5; k++) {
            double difference = logits.get("raw_logits").get(k).asDouble()
                    - logprobs.get("logprobs").get(k).asDouble();
            assertEquals(constant, difference, LIMIT);
        }
    }

    @Test
    void repeatsWhatASeedGave() throws Exception {
        Golden golden = GoldenModels.all().getFirst();
        ObjectNode question =
                question(golden, 0).put("temperature", 1.5).put("top_k", 50).put("top_p", 0.99);
        Inspection inspection = new Inspection(folder);
        JsonNode first = inspection.generate(question.toString(), golden.file()).answer();
        JsonNode again = inspection
                .generate(question.put("seed", first.get("seed").asLong()).toString(), golden.file())
                .answer();
        assertEquals(first.get("ids"), again.get("ids"));
        assertFalse(first.has("top"));
        assertTrue(first.get("timings").get("prefill_seconds").asDouble() > 0, first.toString());
    }

    @Test
    void refusesFieldsByNameAndGoesOn() throws Exception {
        Golden golden = GoldenModels.all().getFirst();
        String lines = """
                {"ids": [1], "temprature": 1}
                {"ids": [1], "prompt": "x"}
                {"ids": [1], "top_k": "many"}
                {"ids": [1], "logprobs": 1, "raw_logits": 1}
                {"messages": [{"role": "user", "content": "x", "nme": "y"}]}
                {"messages": [{"role": "user"}]}
                {"ids": [1], "logit_bias": {"one": 1}}
                {"ids": [1], "max_tokens": 1, "stop": "x", "logit_bias": {"3": 1.5}, "presence_penalty": 0.1}
                """;
        Outcome outcome = new Inspection(folder).generate(lines, golden.file(), "--context", 64);
        assertEquals(1, outcome.status());
        List<String> expected = List.of(
                "'temprature'; did you mean 'temperature'?",
                "this one has ids and prompt",
                "The field 'top_k' must be an integer",
                "not for both",
                "There is no field 'nme'",
                "A message needs the field 'content'",
                "The field 'logit_bias' must be an object");
        for (int i = 0; i < expected.size(); i++) {
            String error = outcome.answers().get(i).path("error").asText();
            assertTrue(error.contains(expected.get(i)), error + " does not say: " + expected.get(i));
        }
        assertEquals(1, outcome.answers().get(expected.size()).get("ids").size());
    }

    @Test
    void tellsWhatTheEngineRefuses() throws Exception {
        Golden golden = GoldenModels.all().getFirst();
        Outcome outcome =
                new Inspection(folder).generate(question(golden, 2).toString(), golden.file(), "--context", 16);
        assertEquals(1, outcome.status());
        assertTrue(outcome.error().contains("16"), outcome.error());
    }
}
