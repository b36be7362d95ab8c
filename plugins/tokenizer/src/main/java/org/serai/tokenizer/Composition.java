package org.serai.tokenizer;

import java.text.Normalizer;
import org.serai.error.SeraiException;

/** Unicode normalisation form C, safe for text from strangers. */
final class Composition {
    /**
     * Putting a run of combining marks in order takes time with the square of its length; no writing system comes near
     * this many on one letter.
     */
    static final int MAX_MARKS = 1024;

    private Composition() {}

    /** @throws SeraiException where a letter carries more than {@link #MAX_MARKS} marks */
    static String compose(String text) {
        int marks = 0;
        boolean plain = true;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            // Nothing below U+0300 changes or combines, whatever its neighbours.
            if (codePoint >= 0x300) {
                plain = false;
                marks = isMark(codePoint) ? marks + 1 : 0;
                if (marks > MAX_MARKS) {
                    throw new SeraiException(
                            TokenizerErrors.INVALID_TEXT,
                            "The text has more than " + MAX_MARKS + " combining marks in a row, up to character " + at
                                    + ". That is no writing: check where the text comes from.");
                }
            } else {
                marks = 0;
            }
            at += Character.charCount(codePoint);
        }
        return plain ? text : Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }
}
