package org.serai.it.goldens;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.serai.engine.SamplingParameters;
import org.serai.engine.SessionOptions;

/** A token that was guessed and verified beside others has the logits that it would have got alone, to the last bit. */
final class SpeculationTest {
    private static final int CONTEXT = 256;
    private static final int VOCABULARY = 200;

    static Stream<GoldenModel> models() {
        return GoldenModelsTest.models();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void changesNoBitOfAnAnswer(GoldenModel model) {
        List<GenerationResult> plain = answers(model, 1, false);
        for (int slots = 1; slots <= 3; slots += 2) {
            List<GenerationResult> guessed = answers(model, slots, true);
            for (int i = 0; i < plain.size(); i++) {
                assertEquals(plain.get(i).ids(), guessed.get(i).ids(), "prompt " + i);
                assertEquals(plain.get(i).scores(), guessed.get(i).scores(), "prompt " + i);
            }
        }
    }

    /** Prompts of few different tokens, which repeat themselves, half of them continued by chance. */
    private static List<GenerationResult> answers(GoldenModel model, int slots, boolean speculation) {
        SessionOptions options = new SessionOptions(
                OptionalInt.of(CONTEXT), slots, List.of("cpu"), OptionalInt.of(2), false, true, speculation);
        try (ModelSession session = Plugins.ENGINE.open(model.reference(), options)) {
            List<Generation> generations = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int[] prompt = new SplittableRandom(i).ints(80, 3, 7).toArray();
                generations.add(session.generate(
                        GenerateRequest.builder("golden", new Prompt.Tokens(prompt))
                                .maxTokens(60)
                                .topScores(VOCABULARY, ScoreKind.RAW_LOGITS)
                                .sampling(sampling(i % 2 == 0 ? 0.0 : 0.7, i))
                                .ignoreEos(true)
                                .build(),
                        GenerationListener.NONE));
            }
            return generations.stream()
                    .map(generation -> generation.result().join())
                    .toList();
        }
    }

    private static SamplingParameters sampling(double temperature, long seed) {
        return new SamplingParameters(temperature, null, null, null, null, null, null, null, null, null, null, seed);
    }
}
