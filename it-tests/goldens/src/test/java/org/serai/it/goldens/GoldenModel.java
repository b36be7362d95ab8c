package org.serai.it.goldens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.serai.engine.ModelReference;
import org.serai.model.ModelFile;
import org.serai.tck.Goldens;

/**
 * A tiny model file and the answers that it must give.
 *
 * @param file the first part
 * @param prompts the prompts with their answers
 * @param lastLogits for each prompt the logits after its last token
 * @param eightBitDistance how far llama.cpp's own run with 8-bit activations is from these answers, as root mean square
 *     of all logits; empty for a file that is not quantised
 */
record GoldenModel(Path file, List<Golden> prompts, Npy lastLogits, OptionalDouble eightBitDistance) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ARCHITECTURES = List.of("llama", "qwen2");

    /**
     * A prompt and its answers.
     *
     * @param ids the prompt
     * @param top5Ids after each token of the prompt the five likeliest next ones
     * @param top5Logits their logits
     * @param greedyIds the likeliest continuation
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Golden(int[] ids, List<int[]> top5Ids, List<float[]> top5Logits, List<Integer> greedyIds) {
        static Golden of(JsonNode node) {
            return new Golden(
                    ints(node.get("ids")),
                    list(node.get("top5_ids")).map(GoldenModel::ints).toList(),
                    list(node.get("top5_logits")).map(GoldenModel::floats).toList(),
                    list(node.get("greedy_ids")).map(JsonNode::asInt).toList());
        }
    }

    /** All files that the engine has to run. */
    static List<GoldenModel> all() {
        return files().filter(file -> !slides(file) && !mixesExperts(file))
                .map(GoldenModel::read)
                .toList();
    }

    /** Files of known architectures that attend to a sliding window. */
    static List<Path> sliding() {
        return files().filter(GoldenModel::slides).toList();
    }

    /** Files of known architectures that mix experts. */
    static List<Path> mixing() {
        return files().filter(GoldenModel::mixesExperts).toList();
    }

    ModelReference reference() {
        return new ModelReference(name(), Optional.of(file), "sha256:" + name(), Map.of());
    }

    String name() {
        return file.getFileName().toString();
    }

    @Override
    public String toString() {
        return name();
    }

    private static Stream<Path> files() {
        Path models = Goldens.directory("models");
        try (Stream<Path> walk = Files.walk(models)) {
            List<Path> found = walk.filter(path -> path.toString().endsWith(".gguf"))
                    .filter(path ->
                            !path.toString().contains("-of-") || path.toString().contains("-00001-of-"))
                    .filter(path -> ARCHITECTURES.contains(metadata(path, "general.architecture")))
                    .sorted()
                    .toList();
            return new ArrayList<>(found).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean slides(Path file) {
        return !metadata(file, "llama.attention.sliding_window").isEmpty();
    }

    private static boolean mixesExperts(Path file) {
        return !metadata(file, "llama.expert_count").isEmpty();
    }

    private static String metadata(Path path, String key) {
        try (ModelFile file = Plugins.GGUF.open(path)) {
            return file.metadata().display(key).orElse("");
        }
    }

    private static GoldenModel read(Path file) {
        try {
            boolean split = file.resolveSibling("").endsWith("split");
            Path folder = file.resolveSibling(split ? ".." : "").normalize();
            String type = split ? "bf16" : type(file);
            Path quantised = folder.resolve("quant_" + type + ".json");
            if (Files.exists(quantised)) {
                JsonNode golden = JSON.readTree(quantised.toFile());
                return of(
                        file,
                        golden,
                        folder.resolve("quant_" + type + "_last_logits.npy"),
                        OptionalDouble.of(
                                golden.get("llamacpp_own").get("all_rms_diff").asDouble()));
            }
            return of(
                    file,
                    JSON.readTree(folder.resolve("golden.json").toFile()),
                    folder.resolve("last_logits.npy"),
                    OptionalDouble.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenModel of(Path file, JsonNode golden, Path logits, OptionalDouble distance) throws IOException {
        return new GoldenModel(file, list(golden.get("prompts")).map(Golden::of).toList(), Npy.read(logits), distance);
    }

    private static String type(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('-') + 1, name.length() - ".gguf".length());
    }

    private static Stream<JsonNode> list(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    private static int[] ints(JsonNode node) {
        return list(node).mapToInt(JsonNode::asInt).toArray();
    }

    private static float[] floats(JsonNode node) {
        float[] values = new float[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) node.get(i).asDouble();
        }
        return values;
    }
}
