package org.serai.it.goldens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.engine.GenerateRequest;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.GenerationResult;
import org.serai.engine.ModelReference;
import org.serai.engine.ModelSession;
import org.serai.engine.SessionOptions;
import org.serai.engine.TokenScorer;
import org.serai.engine.TokenScores;
import org.serai.it.goldens.RealModel.Question;

/** The published models answer and rate as the reference does, from conversation to text. */
final class RealModelsTest {
    private static final int CONTEXT = 1024;

    /** What F32 arithmetic in another order may change. */
    private static final double F32_NLL_LIMIT = 1e-3;

    private static final double F32_GAP = 1e-3;

    /** What 8-bit activations may change, where llama.cpp's own do not change more. */
    private static final double EIGHT_BIT_NLL_LIMIT = 0.003;

    /** How much farther off than llama.cpp results may be with 8-bit activations. */
    private static final double PEER_SHARE = 1.2;

    /** By how many times llama.cpp's error a token has to lead to be certain with 8-bit activations. */
    private static final double CERTAIN = 3;

    static Stream<RealModel> models() {
        return RealModel.all().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void computesExactly(RealModel model) {
        try (ModelSession session = open(model, true)) {
            assertAnswers(session, model, F32_GAP, 0);
            assertEquals(model.meanNll(), meanNll(session, model.text()), F32_NLL_LIMIT);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void computesCloselyByDefault(RealModel model) {
        double limit = Math.max(EIGHT_BIT_NLL_LIMIT, PEER_SHARE * Math.abs(model.peerMeanNll() - model.meanNll()));
        try (ModelSession session = open(model, false)) {
            List<GenerationResult> answers = assertAnswers(session, model, CERTAIN * model.peerGapError(), 2);
            double gapError = gapError(model, answers);
            assertTrue(
                    gapError <= PEER_SHARE * model.peerGapError(),
                    "gaps are " + gapError + " off, with llama.cpp " + model.peerGapError());
            double meanNll = meanNll(session, model.text());
            assertTrue(
                    meanNll <= model.meanNll() + limit,
                    "mean NLL " + meanNll + " is more than " + limit + " above " + model.meanNll());
        }
    }

    /**
     * Asks all questions at once; the answers have to be the reference's as far as its tokens lead by that gap. Without scores
     * tokens may be guessed, as they are for users.
     */
    private static List<GenerationResult> assertAnswers(
            ModelSession session, RealModel model, double smallestGap, int topScores) {
        List<Generation> generations = new ArrayList<>();
        for (Question question : model.questions()) {
            generations.add(session.generate(
                    GenerateRequest.builder(model.name(), question.prompt())
                            .maxTokens(Math.max(1, question.ids().size()))
                            .topScores(topScores, ScoreKind.RAW_LOGITS)
                            .build(),
                    GenerationListener.NONE));
        }
        List<GenerationResult> results = new ArrayList<>();
        for (int i = 0; i < generations.size(); i++) {
            Question question = model.questions().get(i);
            GenerationResult result = generations.get(i).result().join();
            List<Integer> certain = question.certainIds(smallestGap);
            assertEquals(question.promptIds().length, result.promptTokens(), question.id());
            assertTrue(result.ids().size() >= certain.size(), question.id() + " ended early: " + result.text());
            assertEquals(certain, result.ids().subList(0, certain.size()), question.id());
            results.add(result);
        }
        return results;
    }

    /** How far gaps are off, as a root mean square over the tokens that answers have in common with the reference. */
    private static double gapError(RealModel model, List<GenerationResult> answers) {
        return Math.sqrt(IntStream.range(0, answers.size())
                .mapToObj(i -> model.questions()
                        .get(i)
                        .squaredErrors(sharedGaps(model.questions().get(i), answers.get(i))))
                .flatMapToDouble(squares -> squares)
                .average()
                .orElseThrow());
    }

    /** By how much tokens lead, as far as they are the reference's. */
    private static List<Double> sharedGaps(Question question, GenerationResult answer) {
        List<Double> gaps = new ArrayList<>();
        int most = Math.min(question.ids().size(), answer.ids().size());
        for (int i = 0; i < most && answer.ids().get(i).equals(question.ids().get(i)); i++) {
            TokenScores scores = answer.scores().get(i);
            gaps.add((double) scores.values().get(0) - scores.values().get(1));
        }
        return gaps;
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
