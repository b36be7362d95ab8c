package org.serai.chat.template.value;

/**
 * What one rendering may use. Templates come with model files, from strangers: without limits a short one could take all
 * memory or never end.
 *
 * @param steps operations: expressions evaluated, elements visited, each 64 characters looked at
 * @param characters characters of all strings made on the way, the output included
 * @param depth expressions, statements and macro calls within each other
 */
public record Limits(long steps, long characters, int depth) {
    /** Elements of one {@code range()}, as in Jinja's own sandbox. */
    public static final int RANGE = 100_000;

    private static final long BASE_STEPS = 5_000_000;
    private static final long BASE_CHARACTERS = 16L << 20;
    private static final int STEPS_PER_INPUT_CHARACTER = 4;
    private static final int CHARACTERS_PER_INPUT_CHARACTER = 16;
    private static final int DEPTH = 1000;

    /** Limits for a rendering of that much input: a template may copy a long document a few times, and no more. */
    public static Limits forInput(long inputCharacters) {
        return new Limits(
                BASE_STEPS + STEPS_PER_INPUT_CHARACTER * inputCharacters,
                BASE_CHARACTERS + CHARACTERS_PER_INPUT_CHARACTER * inputCharacters,
                DEPTH);
    }
}
