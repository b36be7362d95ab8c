package org.serai.engine.decoder.architecture;

import org.serai.device.KvCache;
import org.serai.device.Rope;
import org.serai.model.ModelFile;

/**
 * Qwen 2 and 2.5: query, key and value have a bias, and element i makes a rotary pair with element i of the other half.
 *
 * @see <a href="https://arxiv.org/abs/2407.10671">Qwen2 Technical Report</a>
 */
public final class Qwen2 implements Architecture {
    @Override
    public String name() {
        return "qwen2";
    }

    @Override
    public Hyperparameters describe(ModelFile file) {
        return new PreNormDescription(file, name()).read(Rope.Style.HALVES);
    }

    @Override
    public Decoder load(WeightLoader weights, Hyperparameters model, KvCache cache, PassLimits limits) {
        for (int layer = 0; layer < model.layers(); layer++) {
            weights.require("blk." + layer + ".attn_q.bias");
            weights.require("blk." + layer + ".attn_k.bias");
            weights.require("blk." + layer + ".attn_v.bias");
        }
        return PreNormDecoder.load(weights, model, cache, limits);
    }
}
