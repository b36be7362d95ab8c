package org.serai.tokenizer;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.format.gguf.GgufFormat;
import org.serai.model.ModelFile;
import org.serai.model.TokenDecoder;
import org.serai.model.Tokenizer;
import org.serai.tck.Goldens;

/** Every string of the reference data gives the reference's tokens, and the tokens give the reference's text. */
class GoldensTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Path> references() throws IOException {
        try (Stream<Path> files = Files.list(Goldens.directory("tokenizers"))) {
            List<Path> references = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
            assertTrue(references.size() >= 5, "too few references: " + references);
            return references;
        }
    }

    @ParameterizedTest
    @MethodSource("references")
    void agreesWithTheReference(Path reference, TestReporter reporter) throws IOException {
        List<String> lines = Files.readAllLines(reference);
        JsonNode about = JSON.readTree(lines.getFirst());
        Tokenizer tokenizer =
                load(reference.resolveSibling("gguf").resolve(about.get("gguf").asText()));
        assertEquals(about.get("n_tokens").asInt(), tokenizer.size());
        assertEquals(about.get("bos").asInt(-1), tokenizer.bos().orElse(-1));
        assertEquals(about.get("eos").asInt(-1), tokenizer.eos().orElse(-1));

        for (String line : lines.subList(1, lines.size())) {
            check(tokenizer, about, JSON.readTree(line));
        }
        reporter.publishEntry(about.get("tokenizer").asText(), (lines.size() - 1) + " strings");
    }

    private static void check(Tokenizer tokenizer, JsonNode about, JsonNode item) {
        String text = item.get("s").asText();
        int[] ids = ids(item, "ids");
        String decoded = textOr(item, "decoded", text);
        assertAll(
                about.get("tokenizer").asText() + " " + item.get("i") + " " + item.get("s"),
                () -> assertArrayEquals(ids, tokenizer.encode(text, true, false), "ids"),
                () -> assertArrayEquals(
                        item.get("ids_noparse").isNull() ? ids : ids(item, "ids_noparse"),
                        tokenizer.encode(text, false, false),
                        "ids_noparse"),
                () -> assertEquals(decoded, tokenizer.decode(ids, false), "decoded"),
                () -> assertEquals(textOr(item, "decoded_skip", decoded), tokenizer.decode(ids, true), "decoded_skip"),
                () -> assertEquals(decoded, streamed(tokenizer, ids), "streamed"));
        if (about.get("add_bos").asBoolean()) {
            int[] withBos = tokenizer.encode(text, true, true);
            assertEquals(tokenizer.bos().orElseThrow(), withBos[0]);
            assertEquals(ids.length + 1, withBos.length);
        } else {
            assertArrayEquals(ids, tokenizer.encode(text, true, true));
        }
    }

    private static String streamed(Tokenizer tokenizer, int[] ids) {
        TokenDecoder decoder = tokenizer.decoder(false);
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            String piece = decoder.push(id);
            assertTrue(
                    piece.isEmpty() || !Character.isHighSurrogate(piece.charAt(piece.length() - 1)),
                    "half a character");
            text.append(piece);
        }
        return text.append(decoder.flush()).toString();
    }

    private static String textOr(JsonNode item, String field, String absent) {
        @Nullable JsonNode value = item.get(field);
        return value == null || value.isNull() ? absent : value.asText();
    }

    private static int[] ids(JsonNode item, String field) {
        JsonNode array = item.get(field);
        int[] ids = new int[array.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = array.get(i).asInt();
        }
        return ids;
    }

    static Tokenizer load(Path gguf) {
        try (ModelFile file = new GgufFormat().open(gguf)) {
            return new GgufTokenizerFactory().create(file.metadata());
        }
    }
}
