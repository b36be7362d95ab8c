package org.serai.camel.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.serai.camel.component.SeraiComponentErrors;
import org.serai.camel.routes.RouteErrors;
import org.serai.error.ErrorCode;

/** Nothing is missing in the tables of the documentation. */
class DocumentationTest {
    private static final Path DOCS = Path.of("../../docs");

    @Test
    void everyOptionAndHeaderIsInTheTables() throws Exception {
        String page = Files.readString(DOCS.resolve("components/serai.md"));
        JsonObject metadata = metadata();
        for (String section : List.of("properties", "headers")) {
            Map<String, Object> names = metadata.getMap(section);
            assertFalse(names.isEmpty());
            names.keySet().forEach(name -> assertTrue(page.contains("| `" + name + "` |"), name));
        }
    }

    @Test
    void everyErrorIsInTheList() throws Exception {
        String page = Files.readString(DOCS.resolve("errors.md"));
        for (Class<?> errors : Set.of(RouteErrors.class, SeraiComponentErrors.class)) {
            for (var field : errors.getFields()) {
                ErrorCode code = (ErrorCode) Objects.requireNonNull(field.get(null));
                assertTrue(page.contains("| " + code + " | " + code.category() + " |"), code.toString());
            }
        }
    }

    private static JsonObject metadata() throws Exception {
        try (InputStream in =
                DocumentationTest.class.getResourceAsStream("/META-INF/org/serai/camel/component/serai.json")) {
            String json = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.joining("\n"));
            return (JsonObject) Jsoner.deserialize(json);
        }
    }
}
