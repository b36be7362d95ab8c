package org.serai.format.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.serai.model.ModelFile;
import org.serai.tck.Goldens;

/** Files that llama.cpp's own converter, quantiser and splitter wrote. */
final class GoldenFilesTest {
    @Test
    void everyModelOpens() throws IOException {
        List<Path> files = ggufFiles(Goldens.directory("models"));
        assertFalse(files.isEmpty());
        for (Path file : files) {
            if (!isLaterPart(file)) {
                try (ModelFile model = new GgufFormat().open(file)) {
                    assertFalse(model.tensors().isEmpty(), file.toString());
                    assertTrue(model.metadata().string("general.architecture").isPresent(), file.toString());
                    model.tensors()
                            .forEach(tensor -> assertEquals(
                                    tensor.bytes(), model.data(tensor).byteSize()));
                }
            }
        }
    }

    @Test
    void everyVocabularyDecodes() throws IOException {
        List<Path> files = ggufFiles(Goldens.directory("tokenizers"));
        assertFalse(files.isEmpty());
        for (Path file : files) {
            try (ModelFile model = new GgufFormat().open(file)) {
                List<String> tokens =
                        model.metadata().strings("tokenizer.ggml.tokens").orElseThrow();
                long[] types =
                        model.metadata().integers("tokenizer.ggml.token_type").orElseThrow();
                assertEquals(types.length, tokens.size(), file.toString());
                model.metadata()
                        .keys()
                        .forEach(key -> assertTrue(model.metadata().display(key).isPresent(), key));
            }
        }
    }

    private static boolean isLaterPart(Path file) {
        return SplitName.of(file).filter(name -> !name.part(0).equals(file)).isPresent();
    }

    private static List<Path> ggufFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".gguf")).toList();
        }
    }
}
