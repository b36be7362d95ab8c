package org.serai.engine.decoder.scheduling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

/** When guesses are made, and what they are. Time is what the test says. */
final class GuessingTest {
    private static final int PASSES = 1_000;

    private long now;
    private final Speculation speculation = new Speculation(() -> now, 64);
    private final Acceptance acceptance = new Acceptance();
    private int guessed;
    private int tokens;

    @Test
    void continuesAsAfterTheLongestLatestMatch() {
        assertEquals(3, PromptLookup.find(new int[] {1, 2, 3, 4, 9, 1, 2, 3, 0}, 8));
        assertEquals(3, PromptLookup.find(new int[] {7, 2, 3, 5, 2, 3, 6, 7, 2, 3}, 10));
        assertEquals(5, PromptLookup.find(new int[] {2, 3, 8, 2, 3, 9, 2, 3}, 8), "of equal ones the latest");
        assertEquals(-1, PromptLookup.find(new int[] {1, 2, 3, 4, 5, 3}, 6), "one token says too little");
        assertEquals(2, PromptLookup.find(new int[] {4, 4, 4}, 3));
        assertEquals(-1, PromptLookup.find(new int[] {4}, 1));
    }

    @Test
    void guessesAllTheTimeWhereRowsCostLittleAndGuessesAreRight() {
        run(rows -> 1000 + rows, 7);

        assertEquals(7 * (PASSES - 1), guessed, "after one pass without, to compare with");
        assertEquals(8 * (PASSES - 1) + 1, tokens);
    }

    @Test
    void stopsWhereGuessesAreWrong() {
        run(rows -> 1000 + 20L * rows, 0);

        assertTrue(guessed <= 7 * 20 + 3 * PASSES / Speculation.PROBE, guessed + " guesses");
        assertTrue(guessed >= 3 * (PASSES - 20) / Speculation.PROBE, "it looks now and then: " + guessed);
    }

    @Test
    void stopsWhereRowsCostAsMuchAsPasses() {
        run(rows -> 1000L * rows, 7);

        assertTrue(guessed <= 7 + 3 + 3 * PASSES / Speculation.PROBE, guessed + " guesses");
    }

    @Test
    void guessesAgainWhereItPaysAgain() {
        run(rows -> 1000L * rows, 7);
        guessed = 0;

        run(rows -> 1000 + rows, 7);

        assertTrue(guessed >= 3 * (PASSES - 10 * Speculation.PROBE), guessed + " guesses");
    }

    /** Passes of one sequence, with guesses of which at most some are right. */
    private void run(IntToLongFunction nanos, int mostRight) {
        for (int pass = 0; pass < PASSES; pass++) {
            speculation.begins();
            int guesses = speculation.length(acceptance, 1, 7);
            int right = Math.min(guesses, mostRight);
            now += nanos.applyAsLong(1 + guesses);
            speculation.ended(1 + guesses);
            if (guesses > 0) {
                acceptance.guessed(right, right < guesses);
            }
            guessed += guesses;
            tokens += 1 + right;
        }
    }
}
