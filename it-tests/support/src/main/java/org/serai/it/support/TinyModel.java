package org.serai.it.support;

import java.nio.file.Path;
import org.serai.tck.Goldens;

/** A Llama with random weights: what it says makes no sense, but it takes every step that a real model takes. */
public final class TinyModel {
    private TinyModel() {}

    public static Path file() {
        return Goldens.directory("models").resolve("llama").resolve("llama-q8_0.gguf");
    }

    /** A route that lets the model go on with each document of an inbox. */
    public static String route(String id, String inbox, String alias, int maxTokens) {
        return """
                - route:
                    id: %s
                    from:
                      uri: serai-file:%s
                      parameters:
                        settle: 100
                        pollInterval: 100
                        retryDelay: 200
                      steps:
                        - to:
                            uri: serai:complete
                            parameters:
                              model: %s
                              maxTokens: %d
                """.formatted(id, inbox, alias, maxTokens);
    }
}
