package org.serai.device.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.chat.template.JinjaTemplateFactory;
import org.serai.device.Device;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.InferenceEngine;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SessionOptions;
import org.serai.engine.decoder.DecoderEngine;
import org.serai.format.gguf.GgufFormat;
import org.serai.tck.Goldens;
import org.serai.tokenizer.GgufTokenizerFactory;

/** Every tiny model that the decoder runs on the CPU, it runs on OpenCL, and gives the same tokens. */
class GoldenTokensTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CONTEXT = 256;
    private static final int TOKENS = 48;

    /** Far less than the logits of these models differ by. */
    private static final float NEARLY_AS_LIKELY = 0.02f;

    static Stream<Path> models() throws IOException {
        Path folder = Goldens.directory("models");
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> files = walk.filter(path -> path.toString().endsWith(".gguf"))
                    .filter(path -> engine(TestDevices.scalar())
                            .supports(named(path), options(true))
                            .isYes())
                    .sorted()
                    .toList();
            return files.stream();
        }
    }

    @Test
    void thereAreModels() throws IOException {
        assertTrue(models().count() >= 10);
    }

    /**
     * The reference's tokens, which the CPU device gives, too, as a test of its own says. All prompts are worked on
     * together, so that this is about batches.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void givesTheTokensOfTheCpu(Path model) {
        assertEquals(
                reference(model).findValues("greedy_ids").stream()
                        .map(GoldenTokensTest::ids)
                        .toList(),
                answers(TestDevices.opencl(), model, true).stream()
                        .map(GenerationResult::ids)
                        .toList());
    }

    static Stream<Path> plainModels() throws IOException {
        return models().filter(model -> model.toString().endsWith("-f32.gguf"));
    }

    /**
     * A KV cache of half the size rounds what it holds, so that of two tokens that are nearly as likely the other one may be
     * chosen; up to there all are the same.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("plainModels")
    void givesTheTokensOfTheCpuWithHalfTheCache(Path model) {
        List<GenerationResult> expected = answers(TestDevices.scalar(), model, false);
        List<GenerationResult> actual = answers(TestDevices.opencl(), model, false);
        for (int i = 0; i < expected.size(); i++) {
            int same = 0;
            while (same < TOKENS
                    && expected.get(i)
                            .ids()
                            .get(same)
                            .equals(actual.get(i).ids().get(same))) {
                same++;
            }
            if (same < TOKENS) {
                List<Float> two = expected.get(i).scores().get(same).values();
                assertEquals(two.get(0), two.get(1), NEARLY_AS_LIKELY, "token " + same + " of prompt " + i);
            }
        }
    }

    private static List<GenerationResult> answers(Device device, Path model, boolean exact) {
        try (ModelSession session = engine(device).open(named(model), options(exact))) {
            List<Generation> generations = new ArrayList<>();
            for (JsonNode prompt : reference(model).get("prompts")) {
                int[] ids = ids(prompt.get("ids")).stream()
                        .mapToInt(Integer::intValue)
                        .toArray();
                GenerateRequest request = GenerateRequest.builder("golden", new Prompt.Tokens(ids))
                        .maxTokens(TOKENS)
                        .topScores(2, GenerateRequest.ScoreKind.RAW_LOGITS)
                        .ignoreEos(true)
                        .build();
                generations.add(session.generate(request, GenerationListener.NONE));
            }
            return generations.stream()
                    .map(generation -> generation.result().join())
                    .toList();
        }
    }

    private static InferenceEngine engine(Device device) {
        return new DecoderEngine(
                new GgufTokenizerFactory(), new JinjaTemplateFactory(), List.of(new GgufFormat()), List.of(device));
    }

    private static ModelReference named(Path file) {
        return new ModelReference("golden", Optional.of(file), "sha256:golden", Map.of());
    }

    private static SessionOptions options(boolean exact) {
        return new SessionOptions(OptionalInt.of(CONTEXT), 3, List.of(), OptionalInt.of(2), exact);
    }

    /** The reference stands beside a model, with its type in the name where it is quantised, or above one in parts. */
    private static JsonNode reference(Path model) {
        String name = model.getFileName().toString();
        String type = name.substring(name.lastIndexOf('-') + 1, name.length() - ".gguf".length());
        Path file = Stream.of("quant_" + type + ".json", "golden.json", "../golden.json")
                .map(model::resolveSibling)
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> ids(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }
}
