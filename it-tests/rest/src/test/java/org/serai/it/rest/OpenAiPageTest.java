package org.serai.it.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.serai.it.support.TinyModel;

/** What docs/openai-api.md shows works as it stands there, apart from the port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiPageTest {
    private static final Path PAGE = Path.of("../../docs/openai-api.md");
    private static final String ADDRESS = "http://127.0.0.1:7372";

    private RestInstance instance;

    @TempDir
    private Path folder;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        instance = new RestInstance(home);
        instance.home().alias("house", TinyModel.file(), "context=512");
        instance.start(Map.of());
        instance.awaitReady("house");
    }

    @AfterAll
    void stop() {
        instance.close();
    }

    private List<String> snippets(String language) throws IOException {
        Matcher matcher = Pattern.compile("```" + language + " tested-by=OpenAiPageTest\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        List<String> snippets = matcher.results()
                .map(found -> found.group(1).replace(ADDRESS, instance.address().toString()))
                .toList();
        assertFalse(snippets.isEmpty(), () -> PAGE + " has no " + language + " any more");
        return snippets;
    }

    private Program.Outcome run(String name, String text, String... line) throws IOException, InterruptedException {
        Path program = Files.writeString(folder.resolve(name), text);
        String[] words = Arrays.copyOf(line, line.length + 1);
        words[line.length] = program.toString();
        return Program.run(Map.of(), List.of(words));
    }

    @Test
    void curlIsAnswered() throws Exception {
        Program.Outcome outcome = run("hello.sh", snippets("sh").getFirst(), "sh");

        JsonNode answer = RestInstance.JSON.readTree(outcome.output());
        assertFalse(answer.at("/choices/0/message/content").asText().isEmpty(), outcome::output);
        assertTrue(answer.at("/choices/0/serai/digest").asText().startsWith("sha256:"), outcome::output);
    }

    @Test
    void curlIsRefusedAsThePageShows() throws Exception {
        Program.Outcome outcome = run("refused.sh", snippets("sh").get(1), "sh");

        assertEquals(
                RestInstance.JSON.readTree(snippets("json").getFirst()), RestInstance.JSON.readTree(outcome.output()));
    }

    @Test
    void pythonIsAnswered() throws Exception {
        Path program =
                Files.writeString(folder.resolve("hello.py"), snippets("python").getFirst());

        Program.Outcome outcome = PythonPackages.of(PythonClientTest.CLIENT).run(program, Map.of());

        assertEquals(0, outcome.status(), outcome::output);
        assertFalse(outcome.output().isBlank());
    }

    @Test
    void javaIsAnswered() throws Exception {
        Program.Outcome outcome = run(
                "Hello.java",
                snippets("java").getFirst(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));

        assertEquals(0, outcome.status(), outcome::output);
        assertFalse(outcome.output().isBlank());
    }
}
