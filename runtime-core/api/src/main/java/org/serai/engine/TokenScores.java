package org.serai.engine;

import java.util.List;

/**
 * The likeliest tokens of one step, best first.
 *
 * @param ids token ids
 * @param values their log-probabilities or logits, as the request asked
 */
public record TokenScores(List<Integer> ids, List<Float> values) {
    public TokenScores {
        ids = List.copyOf(ids);
        values = List.copyOf(values);
    }
}
