package org.serai.engine.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.serai.engine.decoder.ScriptedEngine.finish;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.serai.engine.GenerateRequest;
import org.serai.engine.Generation;
import org.serai.engine.GenerationListener;
import org.serai.engine.ModelSession;
import org.serai.engine.Prompt;
import org.serai.engine.SamplingParameters;

/** Guessing tokens changes none of them. The shorter the memory of the scripted model, the more often a guess is right. */
final class SpeculationTest {
    private final ScriptedEngine scripted = new ScriptedEngine();

    @ParameterizedTest(name = "memory of {0} tokens, {1} slots, temperature {2}")
    @CsvSource({"1,1,0", "2,1,0", "3,3,0", "4,3,0", "1,3,3", "2,1,3", "3,3,3"})
    void givesTheSameTokens(int memory, int slots, double temperature) throws Exception {
        scripted.device.memory = memory;

        List<List<Integer>> plain = answers(slots, false, temperature);
        List<List<Integer>> guessed = answers(slots, true, temperature);

        assertEquals(plain, guessed);
        scripted.assertNothingOpen();
    }

    @Test
    void verifiesSeveralTokensInOnePass() throws Exception {
        List<Integer> passes = Collections.synchronizedList(new ArrayList<>());
        scripted.device.passes = passes::add;
        scripted.device.memory = 1;
        try (ModelSession session = scripted.open(1, false, true)) {
            finish(session.generate(request(new int[] {'x', 'y', 'z'}, 200, 0, 1), GenerationListener.NONE));
        }

        assertTrue(passes.contains(8), "one token and seven guesses: " + passes);
        assertTrue(passes.size() < 200, passes.toString());
    }

    private List<List<Integer>> answers(int slots, boolean speculation, double temperature) throws Exception {
        try (ModelSession session = scripted.open(slots, true, speculation)) {
            List<Generation> generations = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int[] prompt =
                        new SplittableRandom(i).ints(1 + 9L * i, 'a', 'h').toArray();
                generations.add(session.generate(request(prompt, 1 + 17 * i, temperature, i), GenerationListener.NONE));
            }
            List<List<Integer>> answers = new ArrayList<>();
            for (Generation generation : generations) {
                answers.add(finish(generation).ids());
            }
            assertEquals(0, session.usage().kvUsedTokens());
            return answers;
        }
    }

    /** The end token ends some of the answers. */
    private static GenerateRequest request(int[] prompt, int maxTokens, double temperature, long seed) {
        return GenerateRequest.builder("model", new Prompt.Tokens(prompt))
                .maxTokens(maxTokens)
                .ignoreEos(seed % 3 != 0)
                .sampling(new SamplingParameters(
                        temperature, null, null, null, null, null, null, null, null, null, null, seed))
                .build();
    }
}
