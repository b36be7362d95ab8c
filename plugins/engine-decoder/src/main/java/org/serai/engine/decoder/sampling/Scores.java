package org.serai.engine.decoder.sampling;

import java.util.ArrayList;
import java.util.List;
import org.serai.engine.GenerateRequest.ScoreKind;
import org.serai.engine.TokenScores;

/** Reports the likeliest tokens of a step. */
public final class Scores {
    private final ScoreKind kind;
    private final int count;
    private final SamplingWorkspace workspace;

    /** @param count how many to report, from 1 to the size of the vocabulary */
    public Scores(ScoreKind kind, int count, SamplingWorkspace workspace) {
        this.kind = kind;
        this.count = count;
        this.workspace = workspace;
    }

    /** The scores of a step, from the model's untouched logits. */
    public TokenScores of(float[] logits) {
        Candidates candidates = workspace.candidates();
        candidates.load(logits, workspace.vocabulary());
        candidates.sortTop(count);
        double shift = kind == ScoreKind.LOGPROBS ? Softmax.logSumExp(logits, workspace.vocabulary()) : 0;
        int reported = Math.min(count, candidates.size());
        List<Integer> ids = new ArrayList<>(reported);
        List<Float> values = new ArrayList<>(reported);
        for (int i = 0; i < reported; i++) {
            ids.add(candidates.id(i));
            values.add((float) (candidates.logit(i) - shift));
        }
        return new TokenScores(ids, values);
    }
}
