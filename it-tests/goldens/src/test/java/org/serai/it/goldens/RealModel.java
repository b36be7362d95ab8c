package org.serai.it.goldens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.serai.engine.Message;
import org.serai.engine.ModelReference;
import org.serai.engine.Prompt;

/**
 * A published model and the answers that F32 arithmetic gives on its exactly dequantised weights.
 *
 * @param name as in the catalogue
 * @param questions prompts and their greedy answers
 * @param text tokens of a text to rate
 * @param meanNll the mean negative log-likelihood of the text
 * @param peerMeanNll what llama.cpp gets with its 8-bit activations
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record RealModel(String name, List<Question> questions, int[] text, double meanNll, double peerMeanNll) {
    /**
     * A prompt and its answer.
     *
     * @param prompt messages where the reference has some, else tokens
     * @param promptIds the tokens that the prompt becomes
     * @param ids the answer, without end token
     * @param gaps for each token of the answer by how much its logit leads
     * @param peerGaps the same with llama.cpp's 8-bit activations, as far as it gives this answer
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Question(
            String id, Prompt prompt, int[] promptIds, List<Integer> ids, List<Double> gaps, List<Double> peerGaps) {
        /** The tokens up to the first that is chosen by a hair: there, another order of additions may decide. */
        List<Integer> certainIds(double smallestGap) {
            int certain = 0;
            while (certain < ids.size() && gaps.get(certain) >= smallestGap) {
                certain++;
            }
            return ids.subList(0, certain);
        }

        /** The squares of how far other gaps are off, which may be fewer. */
        DoubleStream squaredErrors(List<Double> otherGaps) {
            return IntStream.range(0, Math.min(gaps.size(), otherGaps.size()))
                    .mapToDouble(i -> otherGaps.get(i) - gaps.get(i))
                    .map(error -> error * error);
        }
    }

    /** How far llama.cpp's gaps are off, as a root mean square. */
    double peerGapError() {
        return Math.sqrt(questions.stream()
                .flatMapToDouble(question -> question.squaredErrors(question.peerGaps()))
                .average()
                .orElseThrow());
    }

    static List<RealModel> all() {
        try (InputStream packed = Objects.requireNonNull(RealModel.class.getResourceAsStream("real-models.json.gz"));
                InputStream json = new GZIPInputStream(packed)) {
            return new ObjectMapper()
                    .readTree(json).properties().stream()
                            .map(entry -> of(entry.getKey(), entry.getValue()))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder that models are looked for in. */
    static Path folder() {
        String property = System.getProperty("serai.test.models", "");
        String variable = Objects.requireNonNullElse(System.getenv("SERAI_MODELS"), "");
        if (!property.isBlank()) {
            return Path.of(property);
        }
        return variable.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "serai", "models")
                : Path.of(variable);
    }

    /** The model's file, if it was fetched. */
    Optional<ModelReference> reference() {
        return file().map(path -> new ModelReference(name, Optional.of(path), "sha256:" + name, Map.of()));
    }

    private Optional<Path> file() {
        Path own = folder().resolve(name);
        if (!Files.isDirectory(own)) {
            return Optional.of(folder().resolve(name + ".gguf")).filter(Files::isRegularFile);
        }
        try (Stream<Path> files = Files.list(own)) {
            return files.filter(file -> file.toString().endsWith(".gguf")).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private static RealModel of(String name, JsonNode node) {
        List<Integer> ends = integers(node.get("eog"));
        JsonNode text = node.get("perplexity");
        return new RealModel(
                name,
                StreamSupport.stream(node.get("prompts").spliterator(), false)
                        .map(prompt -> question(prompt, ends))
                        .toList(),
                ints(text.get("ids")),
                text.get("f32").asDouble(),
                text.get("llamacpp").asDouble());
    }

    private static Question question(JsonNode node, List<Integer> ends) {
        JsonNode answer = node.get("answer");
        int[] promptIds = ints(node.get("ids"));
        return new Question(
                node.get("id").asText(),
                node.has("messages") ? chat(node.get("messages")) : new Prompt.Tokens(promptIds),
                promptIds,
                integers(answer.get("ids")).stream()
                        .filter(id -> !ends.contains(id))
                        .toList(),
                doubles(answer.get("gaps")),
                doubles(answer.get("peerGaps")));
    }

    private static Prompt chat(JsonNode messages) {
        return new Prompt.Chat(StreamSupport.stream(messages.spliterator(), false)
                .map(message -> new Message(
                        message.get("role").asText(), message.get("content").asText()))
                .toList());
    }

    private static List<Double> doubles(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .map(JsonNode::asDouble)
                .toList();
    }

    private static int[] ints(JsonNode node) {
        return integers(node).stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Integer> integers(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }
}
