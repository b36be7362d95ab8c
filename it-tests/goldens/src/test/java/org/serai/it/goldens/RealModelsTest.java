package org.serai.it.goldens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.SessionOptions;
import org.serai.engine.TokenScorer;
import org.serai.it.goldens.RealModel.Question;

/** The published models answer and rate as the reference does, from conversation to text. */
final class RealModelsTest {
    private static final int CONTEXT = 1024;

    /** What F32 arithmetic in another order may change. */
    private static final double F32_NLL_LIMIT = 1e-3;

    private static final double F32_GAP = 1e-3;

    /** What 8-bit activations may change, where llama.cpp's own do not change more. */
    private static final double EIGHT_BIT_NLL_LIMIT = 0.003;

    private static final double EIGHT_BIT_GAP = 0.1;

    static Stream<RealModel> models() {
        return RealModel.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void computesExactly(RealModel model) {
        try (ModelSession session = open(model, true)) {
            assertAnswers(session, model, F32_GAP);
            assertEquals(model.meanNll(), meanNll(session, model.text()), F32_NLL_LIMIT);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void computesCloselyByDefault(RealModel model) {
        double limit = Math.max(EIGHT_BIT_NLL_LIMIT, 1.2 * Math.abs(model.peerMeanNll() - model.meanNll()));
        try (ModelSession session = open(model, false)) {
            assertAnswers(session, model, EIGHT_BIT_GAP);
            double meanNll = meanNll(session, model.text());
            assertTrue(
                    meanNll <= model.meanNll() + limit,
                    "mean NLL " + meanNll + " is more than " + limit + " above " + model.meanNll());
        }
    }

    private static void assertAnswers(ModelSession session, RealModel model, double smallestGap) {
        List<Generation> generations = new ArrayList<>();
        for (Question question : model.questions()) {
            generations.add(session.generate(
                    GenerateRequest.builder(model.name(), question.prompt())
                            .maxTokens(Math.max(1, question.ids().size()))
                            .build(),
                    GenerationListener.NONE));
        }
        for (int i = 0; i < generations.size(); i++) {
            Question question = model.questions().get(i);
            GenerationResult result = generations.get(i).result().join();
            List<Integer> certain = question.certainIds(smallestGap);
            assertEquals(question.promptIds().length, result.promptTokens(), question.id());
            assertTrue(result.ids().size() >= certain.size(), question.id() + " ended early: " + result.text());
            assertEquals(certain, result.ids().subList(0, certain.size()), question.id());
        }
    }

    private static double meanNll(ModelSession session, int[] text) {
        double[] scores = assertInstanceOf(TokenScorer.class, session).negativeLogLikelihoods(text);
        return Arrays.stream(scores).average().orElseThrow();
    }

    private static ModelSession open(RealModel model, boolean exact) {
        ModelReference reference = model.reference()
                .orElseGet(() -> Assumptions.abort("Skipped: " + model.name() + " is not in " + RealModel.folder()
                        + ". Fetch it with: bin/serai model pull " + model.name()
                        + ", and name its folder with -Dserai.test.models=FOLDER or SERAI_MODELS."));
        return Plugins.ENGINE.open(
                reference, new SessionOptions(OptionalInt.of(CONTEXT), 7, List.of("cpu"), OptionalInt.of(2), exact));
    }
}
