package org.serai.engine.decoder.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.SamplingParameters;
import org.serai.engine.TokenScores;
import org.serai.error.ErrorCategory;
import org.serai.error.SeraiException;

final class SamplerTest {
    private static final int VOCABULARY = 5_000;

    private final SamplingWorkspace workspace = new SamplingWorkspace(VOCABULARY);

    @Test
    void choosesTheLikeliestByDefault() {
        float[] logits = randomLogits(1);
        logits[4_321] = 50;

        assertEquals(4_321, new Sampler(SamplingParameters.UNSET, 1, workspace).next(logits, new int[0], 0));
    }

    @Test
    void choosesTheFirstOfEquals() {
        float[] logits = new float[VOCABULARY];

        assertEquals(0, new Sampler(SamplingParameters.UNSET, 1, workspace).next(logits, new int[0], 0));
    }

    @Test
    void penalisesBeforeItChooses() {
        float[] logits = new float[VOCABULARY];
        logits[7] = 3;
        logits[8] = 2.9f;
        SamplingParameters penalised =
                new SamplingParameters(null, null, null, null, null, null, 1.5, null, null, null, null, null);

        assertEquals(8, new Sampler(penalised, 1, workspace).next(logits, new int[] {7, 1, 2}, 3));
    }

    @Test
    void looksAtTheWindowAlone() {
        float[] logits = new float[VOCABULARY];
        logits[7] = 3;
        logits[8] = 2.9f;
        SamplingParameters penalised =
                new SamplingParameters(null, null, null, null, null, null, 1.5, null, null, 2, null, null);

        assertEquals(7, new Sampler(penalised, 1, workspace).next(logits, new int[] {7, 1, 2}, 3));
    }

    @Test
    void drawsWithTheRightFrequencies() {
        float[] logits = new float[VOCABULARY];
        Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        logits[10] = (float) Math.log(0.2);
        logits[20] = (float) Math.log(0.5);
        logits[30] = (float) Math.log(0.3);
        Sampler sampler = new Sampler(drawing(1.0, null, null), 42, workspace);
        int[] counts = new int[VOCABULARY];
        int draws = 100_000;

        for (int i = 0; i < draws; i++) {
            counts[sampler.next(logits, new int[0], 0)]++;
        }

        // four standard deviations of a binomial distribution
        double slack = 4 * Math.sqrt(0.25 / draws);
        assertEquals(0.2, (double) counts[10] / draws, slack);
        assertEquals(0.5, (double) counts[20] / draws, slack);
        assertEquals(0.3, (double) counts[30] / draws, slack);
    }

    @Test
    void keepsTheSameTokensWhetherItSelectsOrSorts() {
        float[] logits = randomLogits(2);
        for (int k : new int[] {1, 2, 63, 64, 65, 300, 2_000, VOCABULARY - 1, VOCABULARY}) {
            Candidates candidates = new Candidates(VOCABULARY);
            candidates.load(logits, VOCABULARY);
            candidates.keepTopK(k);
            List<Integer> sorted = IntStream.range(0, VOCABULARY)
                    .boxed()
                    .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                    .limit(k)
                    .toList();

            assertEquals(k, candidates.size());
            if (k < VOCABULARY) {
                for (int i = 0; i < k; i++) {
                    assertEquals(sorted.get(i), candidates.id(i));
                    assertEquals(logits[sorted.get(i)], candidates.logit(i));
                }
            }
        }
    }

    @Test
    void reportsLogitsAndTheirProbabilities() {
        float[] logits = new float[VOCABULARY];
        Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        logits[3] = (float) Math.log(0.75);
        logits[4] = (float) Math.log(0.25);

        TokenScores raw = scores(ScoreKind.RAW_LOGITS).of(logits, 4);
        for (int i = 0; i < VOCABULARY; i++) {
            logits[i] += 5;
        }
        TokenScores logprobs = scores(ScoreKind.LOGPROBS).of(logits, 4);

        assertEquals(List.of(3, 4), raw.ids());
        assertEquals((float) Math.log(0.75), raw.values().getFirst());
        assertEquals(List.of(3, 4), logprobs.ids());
        assertEquals(Math.log(0.25), logprobs.values().get(1), 1e-6);
        assertEquals(4, logprobs.chosen().id());
        assertEquals(logprobs.likeliest().get(1), logprobs.chosen());
        assertArrayEquals(new byte[] {4}, logprobs.chosen().bytes());
    }

    private Scores scores(ScoreKind kind) {
        return new Scores(kind, 2, workspace, id -> new byte[] {(byte) id});
    }

    @Test
    void refusesParametersOutOfRange() {
        List<SamplingParameters> bad = List.of(
                drawing(Double.NaN, null, null),
                drawing(Double.POSITIVE_INFINITY, null, null),
                drawing(1.0, -0.1, null),
                drawing(1.0, null, 1.1),
                new SamplingParameters(null, null, null, null, null, null, 0.0, null, null, null, null, null),
                new SamplingParameters(null, null, null, null, null, null, null, null, null, -2, null, null),
                biased(Map.of(VOCABULARY, 1.0)),
                biased(Map.of(1, Double.NaN)));

        for (SamplingParameters parameters : bad) {
            SeraiException refusal = assertThrows(SeraiException.class, () -> new Sampler(parameters, 1, workspace));
            assertEquals(ErrorCategory.INVALID, refusal.code().category(), parameters.toString());
        }
    }

    @Test
    void failsWhereTheModelComputedNoNumber() {
        float[] logits = new float[VOCABULARY];
        Arrays.fill(logits, Float.NaN);

        for (SamplingParameters parameters : List.of(SamplingParameters.UNSET, drawing(1.0, null, null))) {
            Sampler sampler = new Sampler(parameters, 1, workspace);
            assertTrue(assertThrows(IllegalStateException.class, () -> sampler.next(logits, new int[0], 0))
                    .toString()
                    .contains("finite"));
        }
    }

    private static SamplingParameters drawing(double temperature, @Nullable Double topP, @Nullable Double minP) {
        return new SamplingParameters(temperature, null, topP, minP, null, null, null, null, null, null, null, null);
    }

    private static SamplingParameters biased(Map<Integer, Double> biases) {
        return new SamplingParameters(null, null, null, null, null, null, null, null, null, null, biases, null);
    }

    private static float[] randomLogits(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] logits = new float[VOCABULARY];
        for (int i = 0; i < VOCABULARY; i++) {
            logits[i] = (float) (20 * random.nextDouble() - 10);
        }
        return logits;
    }
}
