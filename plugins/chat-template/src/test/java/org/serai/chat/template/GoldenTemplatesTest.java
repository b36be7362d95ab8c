package org.serai.chat.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.serai.error.SeraiException;
import org.serai.model.ChatTemplate;

/** Templates of published models give what the reference gives, byte for byte, in every scenario. */
class GoldenTemplatesTest {
    /** Where the reference fails because of Python and not of the template, and succeeding is no fault. */
    private static final Set<String> LIMITS_OF_PYTHON = Set.of("Object of type generator is not JSON serializable");

    @TestFactory
    Stream<DynamicTest> everyTemplateRendersAsTheReference() {
        Map<String, List<JsonNode>> byTemplate = new TreeMap<>();
        for (JsonNode line : GoldenTemplates.lines("rendered.jsonl")) {
            byTemplate
                    .computeIfAbsent(line.get("template").asText(), name -> new ArrayList<>())
                    .add(line);
        }
        assertFalse(byTemplate.isEmpty(), "There are no templates to check");
        JsonNode scenarios = GoldenTemplates.object("scenarios.json");
        return byTemplate.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(), () -> check(entry.getKey(), entry.getValue(), scenarios)));
    }

    private static void check(String name, List<JsonNode> lines, JsonNode scenarios) {
        ChatTemplate template = GoldenTemplates.FACTORY.compile(GoldenTemplates.source(name));
        for (JsonNode line : lines) {
            String what = name + ", scenario " + line.get("scenario").asText() + ", add_generation_prompt "
                    + line.get("add_generation_prompt").asText();
            Map<String, Object> variables =
                    variables(line, scenarios.get(line.get("scenario").asText()));
            assertEquals(expected(line), outcome(template, variables, line), what);
        }
    }

    private static Map<String, Object> variables(JsonNode line, JsonNode scenario) {
        Map<String, Object> given = GoldenTemplates.variables(scenario);
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("messages", given.get("messages"));
        variables.put("tools", given.get("tools"));
        variables.put("documents", null);
        variables.put("add_generation_prompt", line.get("add_generation_prompt").asBoolean());
        for (String token : List.of("bos_token", "eos_token")) {
            if (!line.get(token).isNull()) {
                variables.put(token, line.get(token).asText());
            }
        }
        variables.putAll(GoldenTemplates.variables(scenario.get("kwargs")));
        return variables;
    }

    private static String expected(JsonNode line) {
        if (line.has("rendered")) {
            return line.get("rendered").asText();
        }
        JsonNode error = line.get("error");
        return error.get("kind").asText().equals("raise_exception")
                ? "raised: " + error.get("message").asText()
                : "failed";
    }

    private static String outcome(ChatTemplate template, Map<String, Object> variables, JsonNode line) {
        try {
            String text = template.render(variables);
            boolean excused = line.path("error").path("kind").asText().equals("runtime")
                    && LIMITS_OF_PYTHON.contains(
                            line.path("error").path("message").asText());
            return excused ? "failed" : text;
        } catch (SeraiException e) {
            String prefix = "SERAI-1302: The chat template refuses the conversation: ";
            return e.code().equals(ChatTemplateErrors.RAISED)
                    ? "raised: " + String.valueOf(e.getMessage()).substring(prefix.length())
                    : "failed";
        }
    }
}
