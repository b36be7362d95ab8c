package org.serai.it.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Asks an instance over HTTP. */
final class TinyAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TinyAnswers() {}

    /** The text that a model continues a prompt with. */
    static JsonNode complete(URI server, String alias, String prompt, int tokens) throws IOException {
        String body = JSON.writeValueAsString(
                Map.of("model", alias, "prompt", prompt, "max_tokens", tokens, "temperature", 0));
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/v1/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JSON.readTree(client.send(request, BodyHandlers.ofString()).body())
                    .at("/choices/0/text");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
