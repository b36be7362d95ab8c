package org.serai.engine.decoder.scheduling;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.serai.engine.Outcome;
import org.serai.engine.Priority;
import org.serai.engine.decoder.error.DecoderErrors;
import org.serai.engine.decoder.sampling.Softmax;
import org.serai.error.SeraiException;

/** Rates given tokens: the negative log-likelihood of each one after the first. */
public final class ScoringTask extends Sequence {
    private final int[] tokens;
    private final int vocabulary;
    private final double[] scores;
    private final Outcome<double[]> outcome = new Outcome<>();
    private int scored;
    private @Nullable SeraiException failure;

    /** @param tokens at least 2 */
    public ScoringTask(int[] tokens, int vocabulary) {
        super(Priority.BATCH, tokens.length - 1);
        this.tokens = tokens;
        this.vocabulary = vocabulary;
        this.scores = new double[tokens.length - 1];
    }

    public CompletableFuture<double[]> result() {
        return outcome;
    }

    @Override
    int[] tokens() {
        return tokens;
    }

    /** The last token is only rated, never fed. */
    @Override
    int length() {
        return tokens.length - 1;
    }

    @Override
    boolean inPrefill() {
        return true;
    }

    @Override
    boolean wantsLogits(int position) {
        return true;
    }

    @Override
    boolean wantsManyLogits() {
        return true;
    }

    @Override
    int guesses(int most) {
        return 0;
    }

    @Override
    void guess(int count) {
        throw new UnsupportedOperationException("All tokens are given");
    }

    /** Each of its tokens has to be rated, so each goes through the model. */
    @Override
    int promptLength() {
        return 0;
    }

    @Override
    void accept(int position, float[] logits) {
        scores[position] = Softmax.logSumExp(logits, vocabulary) - logits[tokens[position + 1]];
        scored++;
    }

    @Override
    void checkInterruption() {}

    @Override
    void begin() {}

    @Override
    boolean ended() {
        return failure != null || scored == scores.length;
    }

    @Override
    void cancelled() {
        failure = new SeraiException(DecoderErrors.SESSION_CLOSED, "The session was closed before the text was rated.");
    }

    @Override
    void failed(Throwable cause) {
        failure = Failures.of(cause);
    }

    @Override
    void publish() {
        if (failure != null) {
            outcome.settleExceptionally(failure);
        } else {
            outcome.settle(scores);
        }
    }
}
