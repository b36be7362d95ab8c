package org.serai.runtime.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.serai.error.SeraiException;

class JsonSchemaTest {
    private static final JsonSchema INVOICE = JsonSchema.of(
            "invoice",
            Map.of(
                    "type",
                    "object",
                    "required",
                    List.of("total"),
                    "properties",
                    Map.of("total", Map.of("type", "number", "minimum", 0)),
                    "additionalProperties",
                    false));

    @Test
    void acceptsWhatFits() {
        assertEquals(List.of(), INVOICE.problems("{\"total\": 12.5}"));
        assertEquals(List.of(), INVOICE.problems("\n {\"total\": 0} "));
    }

    @Test
    void saysWhereAnAnswerDiffers() {
        assertTrue(INVOICE.problems("{}").getFirst().contains("total"));
        assertTrue(INVOICE.problems("{\"total\": -1}").getFirst().startsWith("at /total: "));
        assertEquals(1, INVOICE.problems("[]").size());
    }

    @Test
    void takesNothingThatIsNoJson() {
        for (String text : List.of("", "  ", "total", "{\"total\": 1} and more", "{\"total\": 1, \"total\": 2}")) {
            assertTrue(INVOICE.problems(text).getFirst().startsWith("it is no JSON: "), text);
        }
    }

    @Test
    void followsReferencesWithinTheSchemaAndFetchesNone() {
        JsonSchema local = JsonSchema.of(
                "local", Map.of("$ref", "#/$defs/word", "$defs", Map.of("word", Map.of("type", "string"))));
        assertEquals(List.of(), local.problems("\"inn\""));
        assertEquals(1, local.problems("1").size());
        JsonSchema remote = JsonSchema.of("remote", Map.of("$ref", "http://127.0.0.1:1/schema.json"));
        assertEquals(1, remote.problems("1").size());
    }

    @Test
    void refusesWhatIsNoSchema() {
        SeraiException e =
                assertThrows(SeraiException.class, () -> JsonSchema.of("of prompt 1", Map.of("type", "paragraph")));
        assertEquals(SchemaErrors.BAD_SCHEMA, e.code());
        assertTrue(String.valueOf(e.getMessage()).contains("of prompt 1"), e.getMessage());
        assertThrows(SeraiException.class, () -> JsonSchema.of("x", Map.of("minLength", -1)));
    }
}
