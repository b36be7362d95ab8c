package org.serai.camel.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** The names of the steps that a YAML route may have, from the schema that Camel carries. */
final class StepNames {
    private static final String SCHEMA = "schema/camelYamlDsl.json";

    private StepNames() {}

    /** Reads the schema; meant for messages, which are rare. */
    static Set<String> read() {
        try (InputStream in = CamelContext.class.getClassLoader().getResourceAsStream(SCHEMA)) {
            if (in == null) {
                return Set.of();
            }
            JsonObject schema = (JsonObject) Jsoner.deserialize(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, Object> definitions = schema.getMap("items");
            Map<String, Object> step =
                    child(child(definitions, "definitions"), "org.apache.camel.model.ProcessorDefinition");
            return child(step, "properties").keySet();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DeserializationException e) {
            throw new IllegalStateException("Camel's own schema is damaged", e);
        }
    }

    @SuppressWarnings("unchecked") // the form of Camel's schema
    private static Map<String, Object> child(Map<String, Object> parent, String name) {
        return (Map<String, Object>) parent.getOrDefault(name, Map.of());
    }
}
