package org.serai.runtime.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.serai.tck.Goldens;

/** Tiny models in F32, with the answers that they must give. */
final class GoldenModels {
    private static final Set<String> ARCHITECTURES = Set.of("llama", "qwen2");

    private GoldenModels() {}

    /** A model file and its folder of answers. */
    record Golden(Path file, Path folder) {
        JsonNode answers() {
            return Inspection.read(folder.resolve("golden.json"));
        }

        JsonNode prompt(int index) {
            return answers().get("prompts").get(index);
        }

        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    static List<Golden> all() {
        try (Stream<Path> folders = Files.list(Goldens.directory("models"))) {
            List<Golden> found = folders.filter(folder -> Files.exists(folder.resolve("golden.json")))
                    .map(folder -> new Golden(folder.resolve(folder.getFileName() + "-f32.gguf"), folder))
                    .filter(golden -> Files.exists(golden.file())
                            && ARCHITECTURES.contains(
                                    golden.answers().get("arch").asText()))
                    .sorted((a, b) -> a.folder().compareTo(b.folder()))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalStateException("There is no tiny model among the reference data");
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The numbers of a NumPy file of version 1.0. */
    static float[] numbers(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            int start = 10 + bytes.getShort(8);
            float[] numbers = new float[(bytes.capacity() - start) / Float.BYTES];
            bytes.position(start)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(numbers);
            return numbers;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
