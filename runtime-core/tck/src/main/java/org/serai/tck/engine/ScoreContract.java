package org.serai.tck.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.GenerationResult;
import org.serai.engine.Prompt;
import org.serai.engine.TokenScorer;
import org.serai.engine.TokenScores;
import org.serai.error.SeraiException;

/** Scores: the likeliest tokens, and how likely a text is. */
public interface ScoreContract extends EngineUnderTest {
    @Test
    default void reportsTheLikeliestTokens() throws Exception {
        GenerationResult result = ask().generate(ask().request(prompt(), 4).toBuilder()
                .topScores(3, ScoreKind.LOGPROBS)
                .build());

        int told = result.scores().size();
        assertTrue(
                isRemote() ? told > 0 && told <= 4 : told == 4, told + " scores"); // some servers skip half characters
        for (int step = 0; step < told; step++) {
            var scores = result.scores().get(step);
            requireChosen(result, step);
            assertEquals(scores.likeliest().getFirst().id(), scores.chosen().id());
            assertEquals(scores.likeliest().getFirst().value(), scores.chosen().value());
            List<Float> values = scores.values();
            assertTrue(
                    isRemote() ? !values.isEmpty() : values.size() == 3,
                    values.toString()); // as a map by text, some fall
            assertTrue(values.getFirst() <= 0);
            assertEquals(values.stream().sorted(Comparator.reverseOrder()).toList(), values);
        }
    }

    @Test
    default void reportsTheScoresOfDrawnTokensAsTheyCome() throws Exception {
        List<TokenScores> told = Collections.synchronizedList(new ArrayList<>());

        GenerationResult result = Asking.finish(session()
                .generate(
                        ask().request(prompt(), 12).toBuilder()
                                .sampling(Asking.sampling(1.5, 4L))
                                .topScores(1, ScoreKind.LOGPROBS)
                                .build(),
                        chunk -> told.addAll(chunk.scores())));

        for (int step = 0; step < result.scores().size(); step++) {
            requireChosen(result, step);
        }
        assertEquals(result.scores().subList(0, told.size()), told);
        assertTrue(
                result.scores().stream()
                        .allMatch(scores ->
                                scores.chosen().value() <= scores.values().getFirst()),
                "Nothing is likelier than the likeliest");
    }

    @Test
    default void ratesTextWhereItCan() throws Exception {
        if (session() instanceof TokenScorer scorer) {
            GenerationResult result = ask().generate(ask().request(prompt(), 3).toBuilder()
                    .topScores(1, ScoreKind.LOGPROBS)
                    .build());
            int[] start = promptIds(scorer);
            int[] ids = new int[start.length + 3];
            System.arraycopy(start, 0, ids, 0, start.length);
            for (int i = 0; i < 3; i++) {
                ids[start.length + i] = result.ids().get(i);
            }

            double[] scores = scorer.negativeLogLikelihoods(ids);

            assertEquals(ids.length - 1, scores.length);
            for (int i = 0; i < 3; i++) {
                double reported = -result.scores().get(i).values().getFirst();
                assertEquals(reported, scores[start.length - 1 + i], 0.1 + 0.05 * reported);
            }
            assertThrows(SeraiException.class, () -> scorer.negativeLogLikelihoods(new int[1]));
            assertThrows(SeraiException.class, () -> scorer.negativeLogLikelihoods(new int[Asking.CONTEXT + 1]));
        }
    }

    /** Where the ids of tokens are known, scores tell of the same ones. */
    private void requireChosen(GenerationResult result, int step) {
        if (!isRemote() || !result.ids().isEmpty()) {
            assertEquals(
                    result.ids().get(step), result.scores().get(step).chosen().id());
        }
    }

    private int[] promptIds(TokenScorer scorer) {
        return switch (prompt()) {
            case Prompt.Tokens tokens -> tokens.ids();
            case Prompt.Text text -> scorer.tokenizer().encode(text.text(), true, true);
            case Prompt.Chat chat ->
                throw new IllegalArgumentException("The contract needs a plain prompt, and got " + chat);
        };
    }
}
