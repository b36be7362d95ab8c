package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** The parts of attention of one query over one page of keys and values. */
final class PageAttention {
    private PageAttention() {}

    /**
     * Scores tokens: {@code scores[t] = q · key[t]} for {@code t < tokens}; the places up to the next whole vector become
     * anything.
     *
     * @param stride distance between the elements of a key; tokens stand side by side
     */
    static void score(
            float[] q, int qAt, int columns, float[] keys, int keysAt, int stride, int tokens, float[] scores) {
        int token = 0;
        for (; token + 3 * COUNT < tokens; token += 4 * COUNT) {
            FloatVector s0 = FloatVector.zero(FLOATS);
            FloatVector s1 = FloatVector.zero(FLOATS);
            FloatVector s2 = FloatVector.zero(FLOATS);
            FloatVector s3 = FloatVector.zero(FLOATS);
            int key = keysAt + token;
            for (int c = 0; c < columns; c++, key += stride) {
                FloatVector x = FloatVector.broadcast(FLOATS, q[qAt + c]);
                s0 = FloatVector.fromArray(FLOATS, keys, key).fma(x, s0);
                s1 = FloatVector.fromArray(FLOATS, keys, key + COUNT).fma(x, s1);
                s2 = FloatVector.fromArray(FLOATS, keys, key + 2 * COUNT).fma(x, s2);
                s3 = FloatVector.fromArray(FLOATS, keys, key + 3 * COUNT).fma(x, s3);
            }
            s0.intoArray(scores, token);
            s1.intoArray(scores, token + COUNT);
            s2.intoArray(scores, token + 2 * COUNT);
            s3.intoArray(scores, token + 3 * COUNT);
        }
        for (; token < tokens; token += COUNT) {
            FloatVector s = FloatVector.zero(FLOATS);
            int key = keysAt + token;
            for (int c = 0; c < columns; c++, key += stride) {
                s = FloatVector.fromArray(FLOATS, keys, key).fma(FloatVector.broadcast(FLOATS, q[qAt + c]), s);
            }
            s.intoArray(scores, token);
        }
    }

    /** {@code out = shrink · out + Σ weights[t] · value[t]}. */
    static void sum(
            float[] weights,
            int tokens,
            float[] values,
            int valuesAt,
            int columns,
            float shrink,
            float[] out,
            int outAt) {
        int column = 0;
        for (; column + 4 * COUNT <= columns; column += 4 * COUNT) {
            int to = outAt + column;
            FloatVector o0 = FloatVector.fromArray(FLOATS, out, to).mul(shrink);
            FloatVector o1 = FloatVector.fromArray(FLOATS, out, to + COUNT).mul(shrink);
            FloatVector o2 = FloatVector.fromArray(FLOATS, out, to + 2 * COUNT).mul(shrink);
            FloatVector o3 = FloatVector.fromArray(FLOATS, out, to + 3 * COUNT).mul(shrink);
            int value = valuesAt + column;
            for (int t = 0; t < tokens; t++, value += columns) {
                FloatVector weight = FloatVector.broadcast(FLOATS, weights[t]);
                o0 = FloatVector.fromArray(FLOATS, values, value).fma(weight, o0);
                o1 = FloatVector.fromArray(FLOATS, values, value + COUNT).fma(weight, o1);
                o2 = FloatVector.fromArray(FLOATS, values, value + 2 * COUNT).fma(weight, o2);
                o3 = FloatVector.fromArray(FLOATS, values, value + 3 * COUNT).fma(weight, o3);
            }
            o0.intoArray(out, to);
            o1.intoArray(out, to + COUNT);
            o2.intoArray(out, to + 2 * COUNT);
            o3.intoArray(out, to + 3 * COUNT);
        }
        for (; column < columns; column++) {
            float sum = out[outAt + column] * shrink;
            for (int t = 0; t < tokens; t++) {
                sum = Math.fma(weights[t], values[valuesAt + t * columns + column], sum);
            }
            out[outAt + column] = sum;
        }
    }
}
