package org.serai.launcher.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code serai-file:} writes beside an answer or a failure.
 *
 * @param values the JSON file's values by their paths, such as {@code /answer/tokensPerSecond}
 */
record Sidecar(Map<String, String> values) {
    private static final JsonFactory JSON = new JsonFactory();

    static Sidecar read(Path file) throws IOException {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    values.put(parser.getParsingContext().pathAsPointer().toString(), parser.getText());
                }
            }
        }
        return new Sidecar(Map.copyOf(values));
    }

    /** The name of the document, as it was in the inbox. */
    String document() {
        return values.getOrDefault("/input/name", "");
    }

    /** Why it failed; empty for an answer. */
    String failure() {
        return values.getOrDefault("/message", "");
    }

    /** Tokens and times, in the form in which people see them. */
    String figures() {
        return String.format(
                Locale.ROOT,
                "%.0f + %.0f tokens, %.0f tokens/s, %.1f s (and %.1f s in the queue)",
                number("promptTokens"),
                number("completionTokens"),
                number("tokensPerSecond"),
                (number("prefillMillis") + number("decodeMillis")) / 1000,
                number("queuedMillis") / 1000);
    }

    private double number(String name) {
        String value = values.get("/answer/" + name);
        return value == null ? 0 : Double.parseDouble(value);
    }
}
