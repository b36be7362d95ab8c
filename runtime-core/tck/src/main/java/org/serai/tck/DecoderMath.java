package org.serai.tck;

import org.serai.device.Activation;
import org.serai.device.Rope;

/**
 * The formulas of {@link org.serai.device.DeviceSession} in double precision, and bounds on how far arithmetic in F32 may be
 * from them. With u = 2⁻²⁴, a sum of n products in any order, fused or not, is within {@code n · u} of the sum of their
 * magnitudes (Higham, Accuracy and Stability of Numerical Algorithms, §3.1).
 */
final class DecoderMath {
    /** Half a unit in the last place of F32. */
    static final double U = 0x1p-24;

    /** Elements that at most share a scale and an offset, which a kernel may take out of the sum. */
    private static final int GROUP = 32;

    /** A kernel may sum codes that are all positive, and subtract: each part is at most twice as large as the weights. */
    private static final int PARTS = 4;

    private DecoderMath() {}

    static double dot(float[] x, float[] w) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * w[i];
        }
        return sum;
    }

    /** How far a product of a row of activations and a row of weights may be from {@link #dot}. */
    static double dotBound(float[] x, float[] w) {
        double magnitudes = 0;
        for (int start = 0; start < x.length; start += GROUP) {
            int end = Math.min(start + GROUP, x.length);
            double most = 0;
            double sum = 0;
            for (int i = start; i < end; i++) {
                most = Math.max(most, Math.abs(w[i]));
                sum += Math.abs(x[i]);
            }
            magnitudes += most * sum;
        }
        return PARTS * (x.length + 8) * U * magnitudes + Float.MIN_NORMAL;
    }

    static double activate(Activation activation, double x) {
        return switch (activation) {
            case SILU -> x / (1 + Math.exp(-x));
            case GELU_TANH -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
        };
    }

    static double[] rmsNorm(float[] x, float[] gain, float epsilon) {
        double factor = 1 / Math.sqrt(dot(x, x) / x.length + epsilon);
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = gain[i] * x[i] * factor;
        }
        return out;
    }

    /** One head, turned to a position. */
    static float[] rotate(float[] head, int position, Rope rope) {
        float[] out = head.clone();
        int pairs = rope.frequencies().length;
        for (int i = 0; i < pairs; i++) {
            int a = rope.style() == Rope.Style.HALVES ? i : 2 * i;
            int b = rope.style() == Rope.Style.HALVES ? i + pairs : 2 * i + 1;
            double angle = (double) position * rope.frequencies()[i];
            double cosine = Math.cos(angle) * rope.magnitude();
            double sine = Math.sin(angle) * rope.magnitude();
            out[a] = (float) (head[a] * cosine - head[b] * sine);
            out[b] = (float) (head[a] * sine + head[b] * cosine);
        }
        return out;
    }

    /** Attention of one query over keys and values, one per token. */
    static double[] attention(float[] q, float[][] keys, float[][] values, float scale) {
        double[] weights = new double[keys.length];
        double most = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < keys.length; t++) {
            weights[t] = scale * dot(q, keys[t]);
            most = Math.max(most, weights[t]);
        }
        double total = 0;
        for (int t = 0; t < keys.length; t++) {
            weights[t] = Math.exp(weights[t] - most);
            total += weights[t];
        }
        double[] out = new double[values[0].length];
        for (int c = 0; c < out.length; c++) {
            for (int t = 0; t < keys.length; t++) {
                out[c] += weights[t] / total * values[t][c];
            }
        }
        return out;
    }

    /**
     * How far attention may be from {@link #attention}. An error e in the scores changes each weight by a factor of at most {@code
     * exp(2e)}, and all of them together by no more than there is; exponentials may be wrong by 2⁻²¹; sums over tokens are sums as
     * any other.
     *
     * @param rounding by what part of them keys and values may be rounded where they are kept
     */
    static double attentionBound(float[] q, float[][] keys, float[][] values, float scale, double rounding) {
        double score = 0;
        double value = 0;
        for (int t = 0; t < keys.length; t++) {
            double magnitudes = 0;
            for (int c = 0; c < q.length; c++) {
                magnitudes += Math.abs(q[c] * keys[t][c]);
            }
            score = Math.max(score, ((q.length + 8) * U + rounding) * Math.abs(scale) * magnitudes);
            for (float v : values[t]) {
                value = Math.max(value, Math.abs(v));
            }
        }
        return value * (Math.min(2, 2 * Math.expm1(2 * score)) + rounding + 4 * keys.length * U + 0x1p-20);
    }
}
