package org.serai.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.ScriptedModel;

/**
 * A validator of the specification and Schemathesis read {@code /openapi.json}. The latter sends requests that fit it, nearly fit it, and do
 * not fit it, as an administrator. None of them may be the server's fault. Two operations answer with 5xx by design:
 * embeddings, which no model here makes, and readiness.
 */
class SchemathesisTest {
    private static final String TOOL = "schemathesis==4.32.5";
    private static final String VALIDATOR = "openapi-spec-validator==0.9.0";

    /** Requests for each operation and phase; {@code -Plong} sends many more. */
    private static final String EXAMPLES = Boolean.getBoolean("serai.long") ? "200" : "4";

    @Test
    void findsNoRequestThatBreaksTheServer(@TempDir Path folder) throws Exception {
        PythonPackages tool = PythonPackages.of(TOOL);
        try (RestInstance instance = new RestInstance(folder)) {
            ScriptedModel.install(instance.home(), folder.resolve("work.log"));
            ScriptedModel.alias(instance.home(), "chat");
            instance.home().write("routes/echo.camel.yaml", """
                    - route:
                        id: echo
                        from:
                          uri: serai-rest:echo
                          steps:
                            - to: serai:chat?model=chat
                    """);
            instance.start(Map.of());
            instance.awaitReady("chat");
            String key = instance.home()
                    .serai("key", "create", "admin", "--role", "admin")
                    .expectSuccess()
                    .out()
                    .strip();

            assertFollowsTheSpecification(instance.address() + "/openapi.json", folder.resolve("openapi.json"));
            Program.Outcome outcome = tool.module(
                    "schemathesis.cli",
                    List.of(
                            "run",
                            instance.address() + "/openapi.json",
                            "--checks",
                            "not_a_server_error",
                            "--max-examples",
                            EXAMPLES,
                            "--workers", // Python 3.11 cannot parse in two threads at once (its issue 106905)
                            "1",
                            "--seed",
                            "1",
                            "--no-color",
                            "--header",
                            "Authorization: Bearer " + key,
                            "--exclude-path",
                            "/v1/embeddings",
                            "--exclude-path",
                            "/health/ready"));

            assertEquals(0, outcome.status(), outcome::output);
        }
    }

    private static void assertFollowsTheSpecification(String address, Path file) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
            assertEquals(200, client.send(request, BodyHandlers.ofFile(file)).statusCode());
        }
        Program.Outcome outcome =
                PythonPackages.of(VALIDATOR).module("openapi_spec_validator", List.of(file.toString()));
        assertEquals(0, outcome.status(), outcome::output);
    }
}
