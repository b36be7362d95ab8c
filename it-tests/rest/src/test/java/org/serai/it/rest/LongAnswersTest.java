package org.serai.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.ScriptedModel;
import org.serai.it.support.SeraiHome;

/** Answers that take longer than a connection may be idle, longer than they may take, or break off. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongAnswersTest {
    /** Longer than a connection may be idle; the model says nothing until then. */
    private static final String LONG = "@@work 2500\n@@answer done";

    private RestInstance instance;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        instance = new RestInstance(folder);
        instance.home().write("etc/org.serai.rest.cfg", "host=127.0.0.1\nport=0\nidleTimeout=1s\nrequestTimeout=6s\n");
        ScriptedModel.install(instance.home(), folder.resolve("work.log"));
        ScriptedModel.alias(instance.home(), "scripted", "slots=4");
        instance.start(Map.of());
        instance.awaitReady("scripted");
    }

    @AfterAll
    void stop() {
        instance.close();
    }

    private HttpResponse<String> ask(String script, boolean stream) throws Exception {
        String body = RestInstance.JSON
                .createObjectNode()
                .put("model", "scripted")
                .put("prompt", script)
                .put("stream", stream)
                .toString();
        return instance.post("/v1/completions", body);
    }

    @Test
    void aWholeAnswerMayTakeLongerThanAConnectionMayBeIdle() throws Exception {
        HttpResponse<String> response = ask(LONG, false);

        assertEquals(200, response.statusCode(), response::body);
        assertEquals(
                "done",
                RestInstance.JSON
                        .readTree(response.body())
                        .at("/choices/0/text")
                        .asText());
    }

    @Test
    void aStreamIsNeverSilentForAsLongAsAConnectionMayBeIdle() throws Exception {
        HttpResponse<String> response = ask(LONG, true);

        assertEquals(200, response.statusCode(), response::body);
        assertTrue(response.body().lines().filter(line -> line.startsWith(":")).count() > 2, response::body);
        assertTrue(response.body().contains("\"text\":\"done\""), response::body);
        assertTrue(response.body().endsWith("data: [DONE]\n\n"), response::body);
    }

    @Test
    void aWholeAnswerThatTakesTooLongIsATimeout() throws Exception {
        HttpResponse<String> response = ask("@@hang", false);

        JsonNode error = RestInstance.JSON.readTree(response.body()).path("error");
        assertEquals(504, response.statusCode(), response::body);
        assertEquals("timeout", error.path("code").asText());
        assertEquals("SERAI-2355", error.path("serai_code").asText());
        SeraiHome.await("the end of the work", () -> instance.running("scripted") == 0);
    }

    @Test
    void aStreamThatTakesTooLongEndsWithAnError() throws Exception {
        HttpResponse<String> response = ask("@@hang", true);

        String last = response.body()
                .lines()
                .filter(line -> !line.isEmpty())
                .reduce((a, b) -> b)
                .orElseThrow();
        assertEquals(200, response.statusCode());
        assertEquals(
                "timeout",
                RestInstance.JSON
                        .readTree(last.substring("data: ".length()))
                        .at("/error/code")
                        .asText());
        assertFalse(response.body().contains("[DONE]"));
    }

    @Test
    void aStreamThatBreaksOffEndsWithAnError() throws Exception {
        HttpResponse<String> response = ask("@@tokens 2\n@@fail INTERNAL The house is on fire", true);

        assertTrue(response.body().contains("\"text\":\"1\""), response::body);
        assertTrue(response.body().contains("The house is on fire"), response::body);
        assertFalse(response.body().contains("[DONE]"), response::body);
    }
}
