package org.serai.tokenizer;

import java.util.BitSet;

/**
 * The tokens that are left out of a text for people: those of type UNKNOWN and CONTROL.
 *
 * <p>Converters mark every token as CONTROL that looks like one, such as {@code <｜User｜>}, also where the model's own
 * tokenizer has it as an ordinary symbol and shows it. Such a token is shown here too, unless the metadata names a part
 * for it to play.
 */
final class SkippedTokens {
    private final BitSet ids = new BitSet();

    SkippedTokens(Vocabulary vocabulary, TextModel model) {
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.type(id).isSpecial()
                    && (vocabulary.named().contains(id) || !model.showsLookalike(vocabulary.spelling(id)))) {
                ids.set(id);
            }
        }
    }

    boolean contains(int id) {
        return ids.get(id);
    }
}
