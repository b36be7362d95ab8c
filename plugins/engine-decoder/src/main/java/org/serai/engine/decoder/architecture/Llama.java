package org.serai.engine.decoder.architecture;

import org.serai.device.KvCache;
import org.serai.device.Rope;
import org.serai.model.ModelFile;

/**
 * Llama 1 to 3 and everything that converters write as such: Mistral 7B, EuroLLM, SmolLM, TinyLlama and others.
 * Converters reorder the rows of its query and key matrices so that neighbouring elements make a rotary pair.
 *
 * @see <a href="https://arxiv.org/abs/2302.13971">LLaMA: Open and Efficient Foundation Language Models</a>
 */
public final class Llama implements Architecture {
    @Override
    public String name() {
        return "llama";
    }

    @Override
    public Hyperparameters describe(ModelFile file) {
        return new PreNormDescription(file, name()).read(Rope.Style.INTERLEAVED);
    }

    @Override
    public Decoder load(WeightLoader weights, Hyperparameters model, KvCache cache, PassLimits limits) {
        return PreNormDecoder.load(weights, model, cache, limits);
    }
}
