package org.serai.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an answer has to be. An engine that cannot hold its answers to it refuses the request. */
public sealed interface OutputFormat {
    /** A JSON object. */
    record JsonObject() implements OutputFormat {}

    /**
     * JSON that a schema accepts.
     *
     * @param name what the schema is called
     * @param schema a JSON Schema; JSON-like values
     */
    record JsonSchema(String name, Map<String, ? extends @Nullable Object> schema) implements OutputFormat {
        public JsonSchema {
            schema = Collections.unmodifiableMap(new LinkedHashMap<>(schema));
        }
    }
}
