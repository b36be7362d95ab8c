package org.serai.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.SeraiHome;
import org.serai.it.support.TinyModel;

/** What docs/rest.md, docs/security.md and docs/management.md show works as it stands there, apart from the port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestPagesTest {
    private static final String ADDRESS = "http://127.0.0.1:7372";

    private RestInstance instance;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        instance = new RestInstance(home);
        instance.home().alias("house", TinyModel.file(), "context=512", "maxTokens=8");
        instance.home()
                .write("routes/summary.camel.yaml", blocks("rest.md", "yaml").getFirst());
        instance.start(Map.of());
        instance.awaitReady("house");
        SeraiHome.await("the route", () -> {
            try {
                return instance.get("/api/v1/routes").toString().contains("\"started\"");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }

    @AfterAll
    void stop() {
        instance.close();
    }

    private static List<String> blocks(String page, String language) throws IOException {
        Matcher matcher = Pattern.compile("```" + language + " tested-by=RestPagesTest\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../../docs", page)));
        List<String> blocks = matcher.results().map(found -> found.group(1)).toList();
        assertFalse(blocks.isEmpty(), () -> page + " has no " + language + " any more");
        return blocks;
    }

    private String shell(String script) throws IOException, InterruptedException {
        String path = SeraiHome.distribution().resolve("bin") + ":" + System.getenv("PATH");
        return instance.home()
                .shell(
                        Map.of("PATH", path),
                        "set -e\n" + script.replace(ADDRESS, instance.address().toString()))
                .expectSuccess()
                .out();
    }

    @Test
    void aRouteAnswers() throws Exception {
        String answer = shell(blocks("rest.md", "sh").get(0));
        assertFalse(answer.isBlank() || answer.contains("SERAI-"), answer);
    }

    @Test
    void aRouteAnswersLater() throws Exception {
        String answer = shell(blocks("rest.md", "sh").get(1));
        assertTrue(answer.startsWith("HTTP/1.1 202"), answer);
        assertTrue(answer.contains("Location: /api/v1/jobs/"), answer);
    }

    @Test
    void anErrorLooksAsShown() throws Exception {
        JsonNode shown = RestInstance.JSON.readTree(blocks("rest.md", "json").getFirst());
        assertEquals(
                shown,
                RestInstance.JSON.readTree(
                        instance.post("/api/v1/routes/sumary", "{}").body()));
    }

    @Test
    void keysAreMadeListedAndRevoked() throws Exception {
        String printed = shell(blocks("security.md", "sh").get(0));
        assertTrue(printed.startsWith("serai_"), printed);
        assertTrue(Pattern.compile("(?m)^web +use ").matcher(printed).find(), printed);
        assertTrue(printed.contains("revoked 'web'"), printed);
    }

    @Test
    void httpsIsServed(@TempDir Path other) throws Exception {
        try (RestInstance secure = new RestInstance(other)) {
            secure.home()
                    .shell(Map.of(), "set -e\n" + blocks("security.md", "sh").get(1))
                    .expectSuccess();
            secure.home()
                    .write(
                            "etc/org.serai.rest.cfg",
                            blocks("security.md", "properties").getFirst() + "port = 0\n");
            secure.start(Map.of());
            assertEquals("https", secure.address().getScheme());
            String answer = secure.home()
                    .shell(
                            Map.of(),
                            blocks("security.md", "sh")
                                    .get(2)
                                    .replace(
                                            "https://localhost:7372",
                                            "https://localhost:"
                                                    + secure.address().getPort()))
                    .expectSuccess()
                    .out();
            assertTrue(answer.contains("\"status\""), answer);
        }
    }

    @Test
    void everythingIsManaged() throws Exception {
        String seen = shell(blocks("management.md", "sh").get(0));
        assertTrue(seen.contains("house"), seen);
        String reloaded = shell(blocks("management.md", "sh").get(1));
        assertTrue(reloaded.contains("\"house\""), reloaded);
    }
}
