package org.serai.it.goldens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SessionOptions;

/** What is computed behind a prompt's beginning is the same to the last bit, wherever its keys and values come from. */
final class PrefixCacheTest {
    private static final int CONTEXT = 256;
    private static final int VOCABULARY = 200;

    static Stream<GoldenModel> models() {
        return GoldenModelsTest.models();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void changesNoBitOfAnAnswer(GoldenModel model) {
        List<int[]> prompts = prompts();
        List<GenerationResult> alone = answers(model, prompts, 1, false);
        List<GenerationResult> together = answers(model, prompts, 3, true);
        int cached = 0;
        for (int i = 0; i < prompts.size(); i++) {
            assertEquals(0, alone.get(i).cachedTokens());
            assertEquals(alone.get(i).ids(), together.get(i).ids(), "prompt " + i);
            assertEquals(alone.get(i).scores(), together.get(i).scores(), "prompt " + i);
            cached += together.get(i).cachedTokens();
        }
        assertTrue(cached > 100 * (prompts.size() - 2), cached + " tokens came from the cache");
    }

    /** Prompts of a common beginning and a rest of their own, so that whole pages and parts of pages are the same. */
    private static List<int[]> prompts() {
        SplittableRandom random = new SplittableRandom(17);
        int[] instruction = random.ints(150, 3, VOCABULARY).toArray();
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int common = i < 4 ? 150 : 100 + 4 * i;
            int[] prompt = random.ints(common + 5 + 10L * i, 3, VOCABULARY).toArray();
            System.arraycopy(instruction, 0, prompt, 0, common);
            prompts.add(prompt);
        }
        return prompts;
    }

    private static List<GenerationResult> answers(
            GoldenModel model, List<int[]> prompts, int slots, boolean prefixCache) {
        SessionOptions options = new SessionOptions(
                OptionalInt.of(CONTEXT), slots, List.of("cpu"), OptionalInt.of(2), false, prefixCache, false);
        try (ModelSession session = Plugins.ENGINE.open(model.reference(), options)) {
            List<Generation> generations = new ArrayList<>();
            for (int[] prompt : prompts) {
                generations.add(session.generate(
                        GenerateRequest.builder("golden", new Prompt.Tokens(prompt))
                                .maxTokens(6)
                                .topScores(VOCABULARY, ScoreKind.RAW_LOGITS)
                                .ignoreEos(true)
                                .build(),
                        GenerationListener.NONE));
            }
            return generations.stream()
                    .map(generation -> generation.result().join())
                    .toList();
        }
    }
}
