package org.serai.engine.decoder.sampling;

import java.util.Map;
import java.util.SplittableRandom;
import org.serai.engine.SamplingParameters;

/** Chooses the tokens of one generation, in the order of steps that {@link SamplingParameters} gives. */
public final class Sampler {
    private final SamplingSettings settings;
    private final SamplingWorkspace workspace;
    private final SplittableRandom random;

    /**
     * @param seed makes the choices repeatable
     * @throws org.serai.error.SeraiException where a parameter is out of its range
     */
    public Sampler(SamplingParameters parameters, long seed, SamplingWorkspace workspace) {
        this.settings = SamplingSettings.of(parameters, workspace.vocabulary());
        this.workspace = workspace;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Chooses a token.
     *
     * @param logits of the whole vocabulary; changed by penalties and biases
     * @param tokens the sequence so far, prompt included
     * @param length how many of them count
     */
    public int next(float[] logits, int[] tokens, int length) {
        adjust(logits, tokens, length);
        if (settings.greedy() && settings.typicalP() >= 1) {
            return Softmax.argmax(logits, workspace.vocabulary()); // no other filter can drop the likeliest token
        }
        Candidates left = filter(logits);
        return left.draw(random.nextDouble());
    }

    /** The tokens that can be chosen, with their probabilities. */
    Candidates distribution(float[] logits, int[] tokens, int length) {
        adjust(logits, tokens, length);
        return filter(logits);
    }

    private void adjust(float[] logits, int[] tokens, int length) {
        if (!settings.logitBias().isEmpty()) {
            for (Map.Entry<Integer, Double> bias : settings.logitBias().entrySet()) {
                logits[bias.getKey()] += bias.getValue().floatValue();
            }
        }
        if (settings.penalises()) {
            workspace.penalties().apply(settings, logits, tokens, length);
        }
    }

    private Candidates filter(float[] logits) {
        Candidates left = workspace.candidates();
        left.load(logits, workspace.vocabulary());
        if (settings.topNSigma() > 0) {
            left.keepTopNSigma(settings.topNSigma());
        }
        if (settings.topK() > 0) {
            left.keepTopK(settings.topK());
        }
        if (settings.typicalP() < 1) {
            left.keepTypical(settings.typicalP());
        }
        if (settings.topP() < 1) {
            left.keepTopP(settings.topP());
        }
        if (settings.minP() > 0) {
            left.keepMinP(settings.minP());
        }
        if (settings.greedy()) {
            left.keepLargest();
        }
        left.soften(settings.greedy() ? 1 : settings.temperature());
        return left;
    }
}
