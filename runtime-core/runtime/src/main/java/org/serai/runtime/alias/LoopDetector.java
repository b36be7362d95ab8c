package org.serai.runtime.alias;

/**
 * Notices a text that only repeats itself, as models fall into now and then and never leave: its last characters are one piece
 * of text again and again. White space of one kind counts as that of any other, since models vary it while they say nothing.
 *
 * <p>The shortest period of a text is its length less its longest border, which the prefix function finds in linear time
 * (Knuth, Morris, Pratt: Fast Pattern Matching in Strings, 1977). Not thread-safe.
 */
final class LoopDetector {
    /** How often a piece must have come, at least, for the text to be a loop. */
    static final int REPETITIONS = 4;

    private static final int CHECKS_PER_WINDOW = 16;

    private final int window;
    private final StringBuilder tail = new StringBuilder();
    private int unchecked;
    private boolean found;

    /** @param window how many characters must be a loop; 0 to notice none */
    LoopDetector(int window) {
        this.window = window;
    }

    /** The text goes on. */
    void add(String piece) {
        if (window == 0 || found) {
            return;
        }
        piece.chars().forEach(c -> tail.append(Character.isWhitespace(c) ? ' ' : (char) c));
        unchecked += piece.length();
        if (tail.length() >= window && unchecked >= window / CHECKS_PER_WINDOW) {
            unchecked = 0;
            tail.delete(0, tail.length() - window);
            found = period() <= window / REPETITIONS;
        }
    }

    /** True once the text has become a loop. */
    boolean found() {
        return found;
    }

    private int period() {
        int[] borders = new int[window];
        int border = 0;
        for (int i = 1; i < window; i++) {
            char next = tail.charAt(i);
            while (border > 0 && next != tail.charAt(border)) {
                border = borders[border - 1];
            }
            if (next == tail.charAt(border)) {
                border++;
            }
            borders[i] = border;
        }
        return window - border;
    }
}
