package org.serai.engine.decoder.sampling;

/**
 * Lowers the logits of recent tokens. Works on the few ids of the window and leaves its counters at zero, so that a call
 * costs nothing for the rest of the vocabulary. Not thread-safe.
 */
final class Penalties {
    private final int[] counts;

    Penalties(int vocabulary) {
        counts = new int[vocabulary];
    }

    /** Changes {@code logits} for what occurs among the last tokens of {@code tokens[0 … length - 1]}. */
    void apply(SamplingSettings settings, float[] logits, int[] tokens, int length) {
        int window = settings.repeatLastN() < 0 ? length : Math.min(length, settings.repeatLastN());
        for (int i = length - window; i < length; i++) {
            counts[tokens[i]]++;
        }
        for (int i = length - window; i < length; i++) {
            int id = tokens[i];
            if (counts[id] > 0) {
                logits[id] = penalised(settings, logits[id], counts[id]);
                counts[id] = 0;
            }
        }
    }

    private static float penalised(SamplingSettings settings, float logit, int count) {
        double scaled = logit <= 0 ? logit * settings.repeatPenalty() : logit / settings.repeatPenalty();
        return (float) (scaled - count * settings.frequencyPenalty() - settings.presencePenalty());
    }
}
