package org.serai.connector.rest.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.serai.engine.TokenScores;

/**
 * A token of an answer with its log-probability.
 *
 * @param token its text; U+FFFD stands for what is only a part of a character
 * @param logprob natural logarithm of its probability; -9999 for what is all but impossible
 * @param bytes its bytes, which joined together give the text exactly
 * @param topLogprobs the likeliest tokens of this step; absent in an entry of this list itself
 */
record TokenLogprob(
        String token,
        double logprob,
        List<Integer> bytes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<TokenLogprob> topLogprobs) {
    /** JSON has no infinity; OpenAI writes this number for it. */
    private static final double IMPOSSIBLE = -9999;

    /** @param top how many alternatives to tell */
    static TokenLogprob of(TokenScores scores, int top) {
        List<TokenLogprob> alternatives = scores.likeliest().stream()
                .limit(top)
                .map(token -> of(token, null))
                .toList();
        return of(scores.chosen(), alternatives);
    }

    private static TokenLogprob of(TokenScores.Token token, @Nullable List<TokenLogprob> alternatives) {
        List<Integer> bytes = new ArrayList<>(token.bytes().length);
        for (byte value : token.bytes()) {
            bytes.add(value & 0xff);
        }
        return new TokenLogprob(text(token), Math.max(IMPOSSIBLE, token.value()), bytes, alternatives);
    }

    static String text(TokenScores.Token token) {
        return new String(token.bytes(), StandardCharsets.UTF_8);
    }
}
