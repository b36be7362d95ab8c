package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The running softmax of Milakov and Gimelshein (2018, arXiv:1805.02867): scores come page by page, and when a page has a
 * larger one than all before, what was summed so far is made smaller. Of each query the largest score and the sum of the
 * weights so far are known, which begin with −∞ and 0.
 */
public final class OnlineSoftmax {
    private OnlineSoftmax() {}

    /** Sets what is known of queries to what is known before the first page. */
    public static void begin(float[] state, int at, int queries) {
        Arrays.fill(state, at, at + queries, Float.NEGATIVE_INFINITY);
        Arrays.fill(state, at + queries, at + 2 * queries, 0);
    }

    /**
     * Turns the scores of a page to weights, in place. The places behind the last score, up to the next whole vector,
     * become 0.
     *
     * @param at index of the first score
     * @param tokens how many there are, at least 1
     * @param scale factor on the scores
     * @param state what is known of queries: {@code largest} and {@code total} are the places of this one
     * @return what the sums of values so far are to be multiplied with
     */
    public static float weigh(float[] scores, int at, int tokens, float scale, float[] state, int largest, int total) {
        float before = state[largest];
        float most = Math.max(scale(scores, at, tokens, scale), before);
        float shrink = most == before ? 1 : (float) Math.exp(before - most);
        state[largest] = most;
        state[total] = state[total] * shrink + exponentials(scores, at, tokens, most);
        return shrink;
    }

    private static float scale(float[] scores, int at, int tokens, float scale) {
        FloatVector most = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        for (int token = 0; token < tokens; token += COUNT) {
            FloatVector s = FloatVector.fromArray(FLOATS, scores, at + token)
                    .mul(scale)
                    .blend(
                            Float.NEGATIVE_INFINITY,
                            FLOATS.indexInRange(token, tokens).not());
            s.intoArray(scores, at + token);
            most = most.max(s);
        }
        return most.reduceLanes(VectorOperators.MAX);
    }

    private static float exponentials(float[] scores, int at, int tokens, float most) {
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int token = 0; token < tokens; token += COUNT) {
            FloatVector weight = VectorMath.exp(
                    FloatVector.fromArray(FLOATS, scores, at + token).sub(most));
            weight.intoArray(scores, at + token);
            sum = sum.add(weight);
        }
        return VectorMath.sum(sum);
    }
}
