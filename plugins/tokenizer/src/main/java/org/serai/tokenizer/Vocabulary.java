package org.serai.tokenizer;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.serai.error.SeraiException;

/**
 * The tokens of a model and what is around a text. Its parts are checked against each other by {@link VocabularyReader}.
 *
 * @param spellings the tokens as the file spells them, by id
 * @param types the tokens' types, by id
 * @param bos the beginning-of-sequence token
 * @param eos the end-of-sequence token
 * @param addBos true to begin a text with {@code bos}, which is there then
 * @param addEos true to end a text with {@code eos}, which is there then
 * @param named the tokens for which the metadata names a part to play, such as the end of a sequence
 * @param ends the tokens that end a generation
 */
record Vocabulary(
        List<String> spellings,
        List<TokenType> types,
        OptionalInt bos,
        OptionalInt eos,
        boolean addBos,
        boolean addEos,
        Set<Integer> named,
        EndTokens ends) {

    int size() {
        return spellings.size();
    }

    String spelling(int id) {
        return spellings.get(checked(id));
    }

    TokenType type(int id) {
        return types.get(checked(id));
    }

    private int checked(int id) {
        if (id < 0 || id >= spellings.size()) {
            throw new SeraiException(
                    TokenizerErrors.UNKNOWN_TOKEN_ID,
                    "Token id " + id + " is not in the model's vocabulary, whose ids run from 0 to "
                            + (spellings.size() - 1) + ". Use ids that this model's own tokenizer gave.");
        }
        return id;
    }
}
