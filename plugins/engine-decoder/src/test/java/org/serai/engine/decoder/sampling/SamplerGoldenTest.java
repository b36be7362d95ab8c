package org.serai.engine.decoder.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.serai.engine.SamplingParameters;
import org.serai.tck.Goldens;

/** The distributions that llama.cpp's order of steps gives, computed by an independent program. */
final class SamplerGoldenTest {
    private static final double LIMIT = 1e-5;
    private static final double NEGLIGIBLE = 1e-9;
    private static final int NPY_HEADER_LENGTH_AT = 8;
    private static final int NPY_HEADER_AT = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> givesTheSameDistribution() throws IOException {
        Path folder = Goldens.directory("sampling");
        List<JsonNode> cases;
        try (Stream<String> lines = Files.lines(folder.resolve("cases.jsonl"))) {
            cases = lines.map(SamplerGoldenTest::parse)
                    .filter(node -> node.get("order").asText().equals("llamacpp"))
                    .toList();
        }
        assertTrue(cases.size() > 100, "only " + cases.size() + " cases");
        return cases.stream()
                .map(node -> DynamicTest.dynamicTest(
                        node.get("i") + " " + node.get("kind").asText(), () -> check(folder, node)));
    }

    private static void check(Path folder, JsonNode node) throws IOException {
        float[] logits = logits(folder.resolve(node.get("logits").asText()));
        SamplingWorkspace workspace = new SamplingWorkspace(logits.length);
        int[] previous = ints(node.get("params").get("prev"));

        Candidates actual = new Sampler(parameters(node.get("params")), 1, workspace)
                .distribution(logits, previous, previous.length);

        Map<Integer, Double> expected = new HashMap<>();
        for (int i = 0; i < node.get("ids").size(); i++) {
            expected.put(
                    node.get("ids").get(i).asInt(), node.get("probs").get(i).asDouble());
        }
        boolean complete = expected.size() == node.get("n_support").asInt();
        for (int i = 0; i < actual.size(); i++) {
            double probability = actual.probability(i);
            if (complete || expected.containsKey(actual.id(i))) {
                double wanted = expected.getOrDefault(actual.id(i), 0.0);
                assertEquals(wanted, probability, LIMIT, "token " + actual.id(i));
                assertTrue(wanted > 0 || probability < NEGLIGIBLE, "token " + actual.id(i) + " must not be chosen");
            }
            expected.remove(actual.id(i));
        }
        expected.forEach((id, probability) -> assertTrue(probability < NEGLIGIBLE, "token " + id + " is missing"));
    }

    private static SamplingParameters parameters(JsonNode node) {
        Map<Integer, Double> biases = new HashMap<>();
        node.get("logit_bias")
                .properties()
                .forEach(entry -> biases.put(
                        Integer.valueOf(entry.getKey()), entry.getValue().asDouble()));
        return new SamplingParameters(
                node.get("temperature").asDouble(),
                node.get("top_k").asInt(),
                node.get("top_p").asDouble(),
                node.get("min_p").asDouble(),
                node.get("typical_p").asDouble(),
                node.get("top_n_sigma").asDouble(),
                node.get("repeat_penalty").asDouble(),
                node.get("presence_penalty").asDouble(),
                node.get("frequency_penalty").asDouble(),
                node.get("repeat_last_n").asInt(),
                biases,
                null);
    }

    private static float[] logits(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(NPY_HEADER_AT + Short.toUnsignedInt(bytes.getShort(NPY_HEADER_LENGTH_AT)));
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static int[] ints(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalArgumentException(line, e);
        }
    }
}
