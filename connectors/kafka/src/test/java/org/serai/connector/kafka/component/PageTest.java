package org.serai.connector.kafka.component;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is missing on the page of the component. */
class PageTest {
    private static final Path PAGE = Path.of("../../docs/components/serai-kafka.md");

    @ParameterizedTest
    @ValueSource(strings = {"componentProperties", "properties", "headers"})
    void everyOptionAndHeaderIsOnThePage(String section) throws Exception {
        String page = Files.readString(PAGE);
        JsonNode described;
        try (InputStream in =
                PageTest.class.getResourceAsStream("/META-INF/org/serai/connector/kafka/component/serai-kafka.json")) {
            described = new ObjectMapper().readTree(Objects.requireNonNull(in)).get(section);
        }
        assertFalse(described.isEmpty());
        described.fieldNames().forEachRemaining(name -> {
            if (!name.equals("topic")) {
                assertTrue(page.contains("`" + name + "`"), name);
            }
        });
    }
}
