package org.serai.chat.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.serai.error.SeraiException;

/** Each feature of the language gives what Jinja gives: text, or an error for the same reason. */
class GoldenFeaturesTest {
    @TestFactory
    Stream<DynamicTest> everyFeatureBehavesAsTheReference() {
        List<JsonNode> features = GoldenTemplates.lines("features.jsonl");
        assertFalse(features.isEmpty(), "There are no features to check");
        Map<String, Object> variables = GoldenTemplates.variables(GoldenTemplates.object("features_vars.json"));
        return features.stream()
                .map(feature -> DynamicTest.dynamicTest(
                        feature.get("i").asText() + " "
                                + feature.get("template").asText(),
                        () -> check(feature, variables)));
    }

    private static void check(JsonNode feature, Map<String, Object> variables) {
        String source = feature.get("template").asText();
        if (feature.has("rendered")) {
            String text = GoldenTemplates.FACTORY.compile(source).render(variables);
            assertEquals(feature.get("rendered").asText(), text);
            return;
        }
        JsonNode error = feature.get("error");
        SeraiException thrown = error.get("at").asText().equals("compile")
                ? assertThrows(SeraiException.class, () -> GoldenTemplates.FACTORY.compile(source))
                : assertThrows(
                        SeraiException.class,
                        () -> GoldenTemplates.FACTORY.compile(source).render(variables));
        String message = String.valueOf(thrown.getMessage());
        assertTrue(
                message.contains(error.get("message").asText()),
                () -> message + " does not say: " + error.get("message").asText());
    }
}
