package org.serai.it.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.ScriptedModel;
import org.serai.it.support.SeraiHome;
import org.serai.tck.postgres.PostgresExtension;
import org.serai.tck.postgres.PostgresServer;

/** Two processes of the distribution share the ledger of one PostgreSQL server: what both are asked for is paid once. */
@ExtendWith(PostgresExtension.class)
class SharedLedgerTest {
    private static final String BODY = """
            {"model": "scripted", "messages": [{"role": "user", "content": "@@work 3000\\nthe same letter"}]}""";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void theSameWorkIsDoneOnceByTwoProcesses(PostgresServer server) throws Exception {
        Path inferences = folder.resolve("inferences.log");
        String ledger = server.newDatabase();
        try (SeraiHome first = home("first", inferences, ledger);
                SeraiHome second = home("second", inferences, ledger)) {
            CompletableFuture<SeraiHome.Outcome> started = CompletableFuture.supplyAsync(() -> start(first));
            start(second).expectSuccess(); // both make the tables at once
            started.join().expectSuccess();
            assertNotEquals(first.pid(), second.pid());

            CompletableFuture<HttpResponse<String>> asked = ask(first.server(), "letter-1");
            CompletableFuture<HttpResponse<String>> askedToo = ask(second.server(), "letter-1");
            assertEquals(answer(asked.join()), answer(askedToo.join()));
            assertEquals(1, begun(inferences), "two processes at the same time");

            first.kill();
            answer(ask(second.server(), "letter-1").join());
            assertEquals(1, begun(inferences), "what another process answered that is gone");

            answer(ask(second.server(), "letter-2").join());
            assertEquals(2, begun(inferences), "another delivery");
        }
    }

    private SeraiHome home(String name, Path inferences, String ledger) throws IOException {
        SeraiHome home = new SeraiHome(folder.resolve(name));
        ScriptedModel.install(home, inferences);
        ScriptedModel.alias(home, "scripted", "slots=2");
        home.write("etc/org.serai.ledger.cfg", "url=" + ledger + "\n");
        return home;
    }

    private static SeraiHome.Outcome start(SeraiHome home) {
        try {
            return home.serai("start");
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private CompletableFuture<HttpResponse<String>> ask(URI server, String delivery) {
        return client.sendAsync(
                HttpRequest.newBuilder(server.resolve("/v1/chat/completions"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", delivery)
                        .timeout(Duration.ofMinutes(2))
                        .POST(HttpRequest.BodyPublishers.ofString(BODY))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String answer(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response::body);
        return response.body().replaceAll("[\\s\\S]*\"content\"\\s*:\\s*\"([^\"]*)\"[\\s\\S]*", "$1");
    }

    /** Inferences for the letter; the others are looks at the health of the alias. */
    private static long begun(Path inferences) throws IOException {
        List<String> lines = Files.readAllLines(inferences);
        return lines.stream().filter(line -> line.endsWith("the same letter")).count();
    }
}
