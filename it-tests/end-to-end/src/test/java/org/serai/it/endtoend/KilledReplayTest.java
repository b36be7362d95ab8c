package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.ScriptedModel;
import org.serai.it.support.SeraiHome;

/** The process is killed while it replays the letter of a document, whose id is a path with a slash. */
class KilledReplayTest {
    private static final String ID = "deep/letter.txt";
    private static final String ENCODED = "/api/v1/dead-letters/deep%2Fletter.txt";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void theLetterStaysAndIsReplayedLater() throws Exception {
        Path inferences = folder.resolve("inferences.log");
        Path cause = Files.writeString(folder.resolve("cause"), "of the failure");
        try (SeraiHome home = new SeraiHome(folder.resolve("home"))) {
            ScriptedModel.install(home, inferences);
            ScriptedModel.alias(home, "scripted", "slots=1");
            home.write("routes/answer.camel.yaml", """
                    - route:
                        id: answer
                        from:
                          uri: serai-file:work/inbox?recursive=true&pollInterval=20&settle=0
                          steps:
                            - to:
                                uri: serai:complete?model=scripted
                    """);
            home.write("work/inbox/" + ID, "@@work 3000\n@@fail-while " + cause + " INVALID no answer yet\nthe words");
            home.serai("start").expectSuccess();
            SeraiHome.await("the letter", () -> letters(home).size() == 1);
            JsonNode letter = letters(home).get(0);
            assertEquals(ID, letter.get("id").asText());

            Files.delete(cause);
            CompletableFuture<SeraiHome.Outcome> replay = CompletableFuture.supplyAsync(() -> replay(home));
            SeraiHome.await("the second try", () -> begun(inferences) == 2);
            home.kill();
            assertNotEquals(0, replay.join().status());

            home.serai("start").expectSuccess();
            assertEquals(List.of(letter), List.of(letters(home).get(0)), "it is there right after the start");
            assertEquals(List.of(), home.list("work/outbox/deep"));

            assertIsReadAndReplayedOverHttp(home);
            assertEquals(0, letters(home).size());
            assertEquals("the words", Files.readString(home.path("work/outbox/" + ID)));
            assertEquals(List.of("letter.txt"), home.list("work/done/deep"));
            assertEquals(List.of(), home.list("work/failed/deep"));
            assertEquals(3, begun(inferences));
        }
    }

    private void assertIsReadAndReplayedOverHttp(SeraiHome home) throws Exception {
        String key = home.serai("key", "create", "operator", "--role", "operate")
                .expectSuccess()
                .out()
                .strip();
        URI server = home.server();
        HttpResponse<String> shown = client.send(
                HttpRequest.newBuilder(server.resolve(ENCODED))
                        .header("X-API-Key", key)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, shown.statusCode(), shown::body);
        assertEquals(ID, json(shown.body()).get("id").asText());

        HttpResponse<String> replayed = client.send(
                HttpRequest.newBuilder(server.resolve(ENCODED + "/replay"))
                        .header("X-API-Key", key)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(200, replayed.statusCode(), replayed::body);
        assertEquals("done", json(replayed.body()).get(0).get("outcome").asText(), replayed::body);
    }

    private static SeraiHome.Outcome replay(SeraiHome home) {
        try {
            return home.serai("dlq", "replay", ID);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static JsonNode letters(SeraiHome home) {
        return json(home.out("dlq", "list", "--json"));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Inferences for the document; the others are looks at the health of the alias. */
    private static long begun(Path inferences) {
        try {
            return Files.readAllLines(inferences).stream()
                    .filter(line -> line.endsWith("the words"))
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
