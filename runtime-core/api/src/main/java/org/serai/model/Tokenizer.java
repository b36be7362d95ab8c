package org.serai.model;

import java.util.OptionalInt;

/** Turns text into the token ids of one model and back. Immutable and thread-safe. */
public interface Tokenizer {
    /**
     * Encodes a text. The empty text gives no tokens (and the beginning-of-sequence token where that is asked for).
     *
     * @param parseSpecial true to recognise control tokens such as {@code <|im_end|>} in the text; false to take them
     *     as plain text, as is right for what a stranger wrote
     * @param addSpecial true to add what the model wants around a text (such as the beginning-of-sequence token)
     * @throws org.serai.error.SeraiException of category INVALID where the text is no valid Unicode
     */
    int[] encode(String text, boolean parseSpecial, boolean addSpecial);

    /**
     * A decoder for one stream of tokens.
     *
     * @param skipSpecial true to leave control tokens out of the text
     */
    TokenDecoder decoder(boolean skipSpecial);

    /**
     * Decodes all ids at once; malformed UTF-8 becomes U+FFFD. Where encoding puts a space before a text, decoding takes
     * it away.
     *
     * @throws org.serai.error.SeraiException of category INVALID for an id that is not in the vocabulary
     */
    default String decode(int[] ids, boolean skipSpecial) {
        TokenDecoder decoder = decoder(skipSpecial);
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(decoder.push(id));
        }
        return text.append(decoder.flush()).toString();
    }

    /** The number of ids; ids run from 0. */
    int size();

    /** The bytes that a token stands for in the middle of a text; empty for control tokens. The caller owns the array. */
    byte[] bytes(int id);

    /** The token as the vocabulary spells it, such as {@code <|im_end|>}. */
    String spelling(int id);

    /** True for tokens that steer the model and are no text. */
    boolean isControl(int id);

    /** The beginning-of-sequence token. */
    OptionalInt bos();

    /** The end-of-sequence token. */
    OptionalInt eos();

    /** True for every token that ends a generation: end of sequence, end of turn and their like. */
    boolean endsGeneration(int id);
}
