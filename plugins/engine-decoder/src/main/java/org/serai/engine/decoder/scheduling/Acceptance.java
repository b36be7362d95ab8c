package org.serai.engine.decoder.scheduling;

/** How often the guesses about one sequence were right, lately. */
final class Acceptance {
    /** What counts of the past after another guess. */
    private static final double MEMORY = 0.9;

    /** Before the first guess: two of three are right. */
    private double right = 2;

    private double asked = 3;

    /** Takes note of guesses: {@code count} in a row were right, and the next one was wrong where there was one. */
    void guessed(int count, boolean thenWrong) {
        right = MEMORY * right + count;
        asked = MEMORY * asked + count + (thenWrong ? 1 : 0);
    }

    /** The tokens that a pass is expected to give which verifies a number of guesses, one after the other. */
    double expectedTokens(int guesses) {
        double likelihood = right / asked;
        double tokens = 1;
        double reached = 1;
        for (int i = 0; i < guesses; i++) {
            reached *= likelihood;
            tokens += reached;
        }
        return tokens;
    }
}
