package org.serai.engine.decoder.scheduling;

/**
 * Guesses how a sequence goes on: as it did after the latest earlier place where its last tokens stood (Saxena, Prompt
 * Lookup Decoding, 2023). Answers that quote their prompt are guessed right for long stretches.
 */
final class PromptLookup {
    /** Tokens that have to be the same, at least. */
    private static final int SHORTEST = 2;

    /** Looking at more does not make a guess better. */
    private static final int LONGEST = 5;

    private PromptLookup() {}

    /**
     * The place where the guess begins.
     *
     * @param length how many of the tokens count
     * @return an index below {@code length}, or -1 where there is no guess
     */
    static int find(int[] tokens, int length) {
        int best = SHORTEST - 1;
        int found = -1;
        for (int end = length - 1; end >= SHORTEST && best < LONGEST; end--) {
            int same = 0;
            while (same < LONGEST && same < end && tokens[end - 1 - same] == tokens[length - 1 - same]) {
                same++;
            }
            if (same > best) {
                best = same;
                found = end;
            }
        }
        return found;
    }
}
