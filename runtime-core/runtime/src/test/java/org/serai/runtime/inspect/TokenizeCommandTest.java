package org.serai.runtime.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.runtime.inspect.Inspection.Outcome;
import org.serai.tck.Goldens;

class TokenizeCommandTest {
    private static final int STRINGS = 40;

    @TempDir
    Path folder;

    /** Vocabularies without tensors, small ones. */
    static List<Path> vocabularies() throws Exception {
        try (Stream<Path> files = Files.list(Goldens.directory("tokenizers").resolve("gguf"))) {
            return files.filter(file -> file.getFileName().toString().matches("mini_(smollm|qwen2|llama_bpe|spm).gguf"))
                    .sorted()
                    .toList();
        }
    }

    private static Path vocabulary() throws Exception {
        return vocabularies().getFirst();
    }

    @ParameterizedTest
    @MethodSource("vocabularies")
    void givesTheIdsAndTextsOfTheReference(Path vocabulary) throws Exception {
        List<JsonNode> cases = cases(vocabulary);
        StringBuilder lines = new StringBuilder();
        for (JsonNode golden : cases) {
            ObjectNode encode = Inspection.JSON
                    .createObjectNode()
                    .put("text", golden.get("s").asText());
            lines.append(encode)
                    .append('\n')
                    .append(encode.put("special", false))
                    .append('\n');
            lines.append("{\"ids\": ").append(golden.get("ids")).append("}\n");
        }
        Outcome outcome = new Inspection(folder).tokenize(lines.toString(), vocabulary);
        assertEquals(0, outcome.status());
        for (int i = 0; i < cases.size(); i++) {
            JsonNode golden = cases.get(i);
            assertEquals(golden.get("ids"), outcome.answers().get(3 * i).get("ids"), golden.toString());
            assertEquals(
                    or(golden, "ids_noparse", "ids"),
                    outcome.answers().get(3 * i + 1).get("ids"),
                    golden.toString());
            assertEquals(
                    or(golden, "decoded", "s"), outcome.answers().get(3 * i + 2).get("text"), golden.toString());
        }
    }

    private static JsonNode or(JsonNode golden, String name, String otherwise) {
        return golden.hasNonNull(name) ? golden.get(name) : golden.get(otherwise);
    }

    private static List<JsonNode> cases(Path vocabulary) throws Exception {
        String name = vocabulary.getFileName().toString().replace(".gguf", ".jsonl");
        List<JsonNode> cases = new ArrayList<>();
        for (String line : Files.readAllLines(Goldens.directory("tokenizers").resolve(name)).stream()
                .skip(1)
                .limit(STRINGS)
                .toList()) {
            cases.add(Inspection.JSON.readTree(line));
        }
        return cases;
    }

    @Test
    void answersALineThatFailsAndGoesOn() throws Exception {
        String lines = """
                {"text": "a", "specail": true}
                no json
                [1]

                {"text": "a", "ids": [1]}
                {"special": true}
                {"text": 7}
                {"ids": [1, 2000000000]}
                {"text": "a"} {"text": "b"}
                {"text": "a", "text": "b"}
                {"text": "", "special": null}
                """;
        Outcome outcome = new Inspection(folder).tokenize(lines, vocabulary());
        assertEquals(1, outcome.status());
        List<String> errors = outcome.answers().stream()
                .map(answer -> answer.path("error").asText())
                .toList();
        List<String> expected = List.of(
                "did you mean 'special'?",
                "Line 2 is not JSON",
                "Line 3 is JSON, but no object",
                "this one has text and ids",
                "this one has none",
                "The field 'text' must be a string, not 7",
                "There is no token 2000000000",
                "Line 9 is not JSON",
                "Line 10 is not JSON");
        for (int i = 0; i < expected.size(); i++) {
            assertTrue(errors.get(i).contains(expected.get(i)), errors.get(i) + " does not say: " + expected.get(i));
        }
        assertEquals("{\"ids\":[]}", outcome.answers().getLast().toString());
        assertEquals(expected.size() + 1, outcome.answers().size());
    }

    @Test
    void answersEachLineAsItComes() throws Exception {
        Path vocabulary = vocabulary();
        CompletableFuture<Integer> status;
        try (PipedOutputStream questions = new PipedOutputStream();
                PipedOutputStream out = new PipedOutputStream();
                BufferedReader answers =
                        new BufferedReader(new InputStreamReader(new PipedInputStream(out), StandardCharsets.UTF_8))) {
            PipedInputStream in = new PipedInputStream(questions);
            status = CompletableFuture.supplyAsync(() -> tokenize(in, out, vocabulary));
            for (int i = 0; i < 3; i++) {
                questions.write("{\"ids\": []}\n".getBytes(StandardCharsets.UTF_8));
                questions.flush();
                assertEquals("{\"text\":\"\"}", answers.readLine());
            }
        }
        assertEquals(0, status.get());
    }

    private int tokenize(InputStream in, OutputStream out, Path vocabulary) {
        try {
            return new Inspection(folder).tokenize(in, out, vocabulary);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
