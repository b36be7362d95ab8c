package org.serai.it.goldens;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SessionOptions;
import org.serai.engine.TokenScores;
import org.serai.error.SeraiException;
import org.serai.it.goldens.GoldenModel.Golden;
import org.serai.model.ModelFile;
import org.serai.model.Support;
import org.serai.model.TensorInfo;

/** Every tiny model of a known architecture gives the reference's logits and tokens. */
final class GoldenModelsTest {
    private static final int CONTEXT = 256;

    /** The references were computed in another order of additions. */
    private static final double F32_LIMIT = 1e-3;

    static Stream<GoldenModel> models() {
        return GoldenModel.all().stream().filter(model -> unsupportedType(model).isEmpty());
    }

    static Stream<GoldenModel> modelsOfOtherTypes() {
        return GoldenModel.all().stream().filter(model -> unsupportedType(model).isPresent());
    }

    @Test
    void thereAreModels() {
        List<GoldenModel> models = models().toList();
        assertTrue(models.size() >= 10, models.toString());
        assertTrue(models.stream().anyMatch(model -> model.name().startsWith("llama")));
        assertTrue(models.stream().anyMatch(model -> model.name().startsWith("qwen2")));
    }

    /** All prompts go through together, so this is also about batches. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void computesExactly(GoldenModel model) throws Exception {
        try (ModelSession session = open(model, true)) {
            List<Generation> generations = new ArrayList<>();
            for (Golden golden : model.prompts()) {
                generations.add(session.generate(
                        request(
                                golden.ids(),
                                golden.greedyIds().size(),
                                model.lastLogits().columns()),
                        GenerationListener.NONE));
            }
            for (int i = 0; i < generations.size(); i++) {
                GenerationResult result = generations.get(i).result().join();
                assertEquals(model.prompts().get(i).greedyIds(), result.ids(), "prompt " + i);
                assertLogits(model, i, result.scores().getFirst());
            }
        }
    }

    /** The logits after each token of a prompt are those after the last token of its beginning. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void ratesEachBeginningOfAPromptExactly(GoldenModel model) {
        Golden golden = model.prompts().get(1);
        try (ModelSession session = open(model, true)) {
            List<Generation> generations = new ArrayList<>();
            for (int length = 1; length <= golden.ids().length; length++) {
                int[] beginning = Arrays.copyOf(golden.ids(), length);
                generations.add(session.generate(request(beginning, 1, 6), GenerationListener.NONE));
            }
            for (int i = 0; i < generations.size(); i++) {
                TokenScores scores = generations.get(i).result().join().scores().getFirst();
                for (int rank = 0; rank < 5; rank++) {
                    assertEquals(
                            golden.top5Logits().get(i)[rank], scores.values().get(rank), F32_LIMIT, "token " + i);
                    if (scores.values().get(rank) - scores.values().get(rank + 1) > F32_LIMIT
                            && (rank == 0
                                    || scores.values().get(rank - 1)
                                                    - scores.values().get(rank)
                                            > F32_LIMIT)) {
                        assertEquals(golden.top5Ids().get(i)[rank], scores.ids().get(rank), "token " + i);
                    }
                }
            }
        }
    }

    /**
     * With smaller activations the engine may be as far off as twice what llama.cpp is with its 8-bit ones. Both are a
     * root mean square over all prompts: where one prompt's logits go is partly chance.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void computesCloselyByDefault(GoldenModel model) {
        double squares = 0;
        try (ModelSession session = open(model, false)) {
            for (int i = 0; i < model.prompts().size(); i++) {
                GenerationResult result = session.generate(
                                request(
                                        model.prompts().get(i).ids(),
                                        1,
                                        model.lastLogits().columns()),
                                GenerationListener.NONE)
                        .result()
                        .join();
                squares += meanSquare(model, i, result.scores().getFirst());
            }
        }
        double distance = Math.sqrt(squares / model.prompts().size());
        double limit = 2 * model.eightBitDistance().orElse(0.1);
        assertTrue(distance <= limit, distance + " off, limit " + limit);
    }

    @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
    @MethodSource("modelsOfOtherTypes")
    void refusesOtherTensorTypesByName(GoldenModel model) {
        String type = unsupportedType(model).orElseThrow();
        SessionOptions options = options(true);

        Support.No no = assertInstanceOf(Support.No.class, Plugins.ENGINE.supports(model.reference(), options));
        SeraiException refusal =
                assertThrows(SeraiException.class, () -> Plugins.ENGINE.open(model.reference(), options));

        assertAll(
                () -> assertTrue(no.reason().contains(type), no.reason()),
                () -> assertTrue(String.valueOf(refusal.getMessage()).contains(type), refusal.getMessage()));
    }

    @Test
    void refusesByNameWhatItWouldGetWrong() {
        GoldenModel.sliding().forEach(file -> assertRefused(file, "window"));
        GoldenModel.mixing().forEach(file -> assertRefused(file, "mixture of experts"));
    }

    private static void assertRefused(Path file, String feature) {
        ModelReference model = new ModelReference("other", Optional.of(file), "sha256:other", Map.of());

        SeraiException refusal = assertThrows(SeraiException.class, () -> Plugins.ENGINE.open(model, options(true)));

        assertTrue(String.valueOf(refusal.getMessage()).contains(feature), refusal.getMessage());
        assertFalse(Plugins.ENGINE.supports(model, options(true)).isYes());
    }

    private static void assertLogits(GoldenModel model, int prompt, TokenScores actual) {
        assertEquals(model.lastLogits().columns(), actual.ids().size());
        for (int rank = 0; rank < actual.ids().size(); rank++) {
            int id = actual.ids().get(rank);
            assertEquals(
                    model.lastLogits().at(prompt, id),
                    actual.values().get(rank),
                    F32_LIMIT,
                    "prompt " + prompt + " token " + id);
        }
    }

    private static double meanSquare(GoldenModel model, int prompt, TokenScores actual) {
        double squares = 0;
        for (int rank = 0; rank < actual.ids().size(); rank++) {
            double off = actual.values().get(rank)
                    - model.lastLogits().at(prompt, actual.ids().get(rank));
            squares += off * off;
        }
        return squares / actual.ids().size();
    }

    private static Optional<String> unsupportedType(GoldenModel model) {
        try (ModelFile file = Plugins.GGUF.open(model.file())) {
            return file.tensors().stream()
                    .map(TensorInfo::type)
                    .filter(type -> !Plugins.CPU.supports(type).isYes())
                    .map(Enum::name)
                    .findFirst();
        }
    }

    private static ModelSession open(GoldenModel model, boolean exact) {
        return Plugins.ENGINE.open(model.reference(), options(exact));
    }

    private static SessionOptions options(boolean exact) {
        return new SessionOptions(OptionalInt.of(CONTEXT), 3, List.of("cpu"), OptionalInt.of(2), exact);
    }

    private static GenerateRequest request(int[] prompt, int maxTokens, int scores) {
        return GenerateRequest.builder("golden", new Prompt.Tokens(prompt))
                .maxTokens(maxTokens)
                .topScores(scores, ScoreKind.RAW_LOGITS)
                .ignoreEos(true)
                .build();
    }
}
