package org.serai.engine;

import org.serai.model.Tokenizer;

/** An optional interface of a {@link ModelSession} that runs in this process and can rate given text. Thread-safe. */
public interface TokenScorer {
    /** The model's tokenizer. */
    Tokenizer tokenizer();

    /**
     * The negative log-likelihood (natural logarithm) of each token given all before it.
     *
     * @param ids at least 2 and at most the context's number of tokens, fed as they are
     * @return {@code ids.length - 1} values, for the second token onward
     */
    double[] negativeLogLikelihoods(int[] ids);
}
