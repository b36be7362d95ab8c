package org.serai.engine.decoder.sampling;

/** Sums of exponentials, which turn logits into probabilities. */
public final class Softmax {
    private Softmax() {}

    /** The logarithm of the sum of the exponentials of the first {@code count} logits. */
    public static double logSumExp(float[] logits, int count) {
        float max = max(logits, count);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Exponential.of(logits[i] - max);
        }
        return max + Math.log(sum);
    }

    /** The position of the largest of the first {@code count} logits; the first of equal ones. */
    public static int argmax(float[] logits, int count) {
        int best = -1;
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            if (logits[i] > max) {
                max = logits[i];
                best = i;
            }
        }
        if (best < 0) {
            throw notFinite();
        }
        return best;
    }

    /** The failure of a model whose numbers have left the range of floats. */
    static IllegalStateException notFinite() {
        return new IllegalStateException("The model computed no finite logit");
    }

    private static float max(float[] logits, int count) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            max = Math.max(max, logits[i]);
        }
        return max;
    }
}
