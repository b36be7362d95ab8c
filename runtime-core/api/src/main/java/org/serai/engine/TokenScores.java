package org.serai.engine;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is reported of one step: the token that was chosen, and the likeliest ones.
 *
 * @param chosen the token that the generation goes on with, which sampling may have taken from far below
 * @param likeliest the likeliest tokens, best first, as many as the request asked for
 */
public record TokenScores(Token chosen, List<Token> likeliest) {
    public TokenScores {
        likeliest = List.copyOf(likeliest);
    }

    /**
     * A token and how likely it was.
     *
     * @param id its id
     * @param bytes what it stands for in a text, which may be a part of a character; empty for control tokens. The array
     *     must not be changed
     * @param value its log-probability or logit, as the request asked
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by content below
    public record Token(int id, byte[] bytes, float value) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Token token
                    && id == token.id
                    && Arrays.equals(bytes, token.bytes)
                    && Float.compare(value, token.value) == 0;
        }

        @Override
        public int hashCode() {
            return 31 * id + Float.hashCode(value);
        }
    }

    /** The ids of the likeliest tokens. */
    public List<Integer> ids() {
        return likeliest.stream().map(Token::id).toList();
    }

    /** The values of the likeliest tokens. */
    public List<Float> values() {
        return likeliest.stream().map(Token::value).toList();
    }
}
