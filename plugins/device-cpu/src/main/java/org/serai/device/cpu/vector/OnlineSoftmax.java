package org.serai.device.cpu.vector;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static org.serai.device.cpu.kernel.Exponential.LOWEST;
import static org.serai.device.cpu.kernel.Exponential.MANTISSA_BITS;
import static org.serai.device.cpu.vector.ExponentialVectors.LOG2_E;
import static org.serai.device.cpu.vector.ExponentialVectors.MINUS_LN2_HIGH;
import static org.serai.device.cpu.vector.ExponentialVectors.MINUS_LN2_LOW;
import static org.serai.device.cpu.vector.ExponentialVectors.ONE_BITS;
import static org.serai.device.cpu.vector.ExponentialVectors.P0;
import static org.serai.device.cpu.vector.ExponentialVectors.P1;
import static org.serai.device.cpu.vector.ExponentialVectors.P2;
import static org.serai.device.cpu.vector.ExponentialVectors.P3;
import static org.serai.device.cpu.vector.ExponentialVectors.P4;
import static org.serai.device.cpu.vector.ExponentialVectors.P5;
import static org.serai.device.cpu.vector.ExponentialVectors.ROUNDER;
import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The running softmax of Milakov and Gimelshein (2018, arXiv:1805.02867): scores come page by page, and when a page has a
 * larger one than all before, what was summed so far is made smaller. Of each query the largest score so far is known, and the
 * sum of the weights in as many parts as a vector has lanes, which are added when all pages were seen.
 */
public final class OnlineSoftmax {
    /** Numbers that are known of a query: the largest score, then the parts of the sum. */
    private static final int STATE = 1 + COUNT;

    private OnlineSoftmax() {}

    /** Numbers that are known of so many queries. */
    public static int stateNumbers(int queries) {
        return queries * STATE;
    }

    /** Sets what is known of queries to what is known before the first page. */
    public static void begin(float[] state, int at, int queries) {
        Arrays.fill(state, at, at + stateNumbers(queries), 0);
        for (int query = 0; query < queries; query++) {
            state[at + query * STATE] = Float.NEGATIVE_INFINITY;
        }
    }

    /**
     * Turns the scores of a page to weights, in place. The places behind the last score, up to the next whole vector,
     * become 0.
     *
     * @param at index of the first score
     * @param tokens how many there are, at least 1
     * @param scale positive factor on the scores
     * @param state what is known of queries, from index {@code stateAt} on
     * @param query the one whose scores these are
     * @return what the sums of values so far are to be multiplied with
     */
    public static float weigh(float[] scores, int at, int tokens, float scale, float[] state, int stateAt, int query) {
        int place = stateAt + query * STATE;
        int end = at + Math.ceilDiv(tokens, COUNT) * COUNT;
        Arrays.fill(scores, at + tokens, end, Float.NEGATIVE_INFINITY);
        float before = state[place];
        // A positive factor does not change which score is the largest one.
        float most = Math.max(largest(scores, at, end) * scale, before);
        float shrink = most == before ? 1 : (float) Math.exp(before - most);
        state[place] = most;
        FloatVector sum = FloatVector.fromArray(FLOATS, state, place + 1).mul(shrink);
        for (int token = at; token < end; token += COUNT) {
            FloatVector score =
                    FloatVector.fromArray(FLOATS, scores, token).mul(scale).sub(most);

            // The steps of Exponential.ofNegative.
            FloatVector x = score.blend(LOWEST, score.lt(LOWEST));
            FloatVector shifted = x.fma(LOG2_E, ROUNDER);
            FloatVector whole = shifted.sub(ROUNDER);
            FloatVector r = whole.fma(MINUS_LN2_LOW, whole.fma(MINUS_LN2_HIGH, x));
            FloatVector p = r.fma(P0, P1).fma(r, P2).fma(r, P3).fma(r, P4).fma(r, P5);
            p = p.fma(r.mul(r), r).add(1);
            IntVector power =
                    shifted.reinterpretAsInts().lanewise(LSHL, MANTISSA_BITS).add(ONE_BITS);

            FloatVector weight = p.mul(power.reinterpretAsFloats());
            weight.intoArray(scores, token);
            sum = sum.add(weight);
        }
        sum.intoArray(state, place + 1);
        return shrink;
    }

    /** The sum of a query's weights. */
    public static float total(float[] state, int stateAt, int query) {
        int first = stateAt + query * STATE + 1;
        float total = 0;
        for (int part = first; part < first + COUNT; part++) {
            total += state[part];
        }
        return total;
    }

    private static float largest(float[] scores, int from, int to) {
        FloatVector most = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
        for (int token = from; token < to; token += COUNT) {
            FloatVector score = FloatVector.fromArray(FLOATS, scores, token);
            most = most.blend(score, score.compare(VectorOperators.GT, most));
        }
        return most.reduceLanes(VectorOperators.MAX);
    }
}
