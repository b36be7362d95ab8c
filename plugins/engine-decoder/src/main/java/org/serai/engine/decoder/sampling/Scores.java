package org.serai.engine.decoder.sampling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.TokenScores;
import org.serai.engine.TokenScores.Token;

/** Reports the likeliest tokens of a step. */
public final class Scores {
    private final ScoreKind kind;
    private final int count;
    private final SamplingWorkspace workspace;
    private final IntFunction<byte[]> spelling;

    /**
     * @param count how many to report, from 1 to the size of the vocabulary
     * @param spelling gives the bytes that a token stands for
     */
    public Scores(ScoreKind kind, int count, SamplingWorkspace workspace, IntFunction<byte[]> spelling) {
        this.kind = kind;
        this.count = count;
        this.workspace = workspace;
        this.spelling = spelling;
    }

    /**
     * The scores of a step.
     *
     * @param logits the model's untouched logits
     * @param chosen the token that was chosen
     */
    public TokenScores of(float[] logits, int chosen) {
        Candidates candidates = workspace.candidates();
        candidates.load(logits, workspace.vocabulary());
        candidates.sortTop(count);
        double shift = kind == ScoreKind.LOGPROBS ? Softmax.logSumExp(logits, workspace.vocabulary()) : 0;
        int reported = Math.min(count, candidates.size());
        List<Token> likeliest = new ArrayList<>(reported);
        for (int i = 0; i < reported; i++) {
            likeliest.add(token(candidates.id(i), candidates.logit(i) - shift));
        }
        return new TokenScores(token(chosen, logits[chosen] - shift), likeliest);
    }

    private Token token(int id, double value) {
        return new Token(id, spelling.apply(id), (float) value);
    }
}
