package org.serai.engine.decoder.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.serai.device.Activation;
import org.serai.device.Batch;
import org.serai.device.DeviceSession;
import org.serai.device.KvCache;
import org.serai.device.Phase;
import org.serai.device.Projection;
import org.serai.device.Tensor;
import org.serai.device.Weights;

/**
 * The decoder that most open models share: each block adds to the hidden state what grouped-query attention with rotary
 * positions makes of its norm, and then what a gated feed-forward layer makes of its norm.
 */
final class PreNormDecoder implements Decoder {
    static final String EMBEDDINGS = "token_embd.weight";
    private static final String OUTPUT = "output.weight";

    private final DeviceSession device;
    private final Hyperparameters model;
    private final KvCache cache;
    private final Weights embeddings;
    private final List<Block> blocks;
    private final Weights outputNorm;
    private final List<Projection> output;

    private final Activations at;
    private int keptRows;
    private Phase keptPhase = Phase.DECODE;

    /** The weights of one block, as the operations take them. */
    private record Block(
            Weights attentionNorm,
            List<Projection> queryKeyValue,
            List<Projection> attentionOutput,
            Weights feedForwardNorm,
            Weights gate,
            Weights up,
            List<Projection> down) {}

    /**
     * What a pass works on. The kept rows have tensors of their own, so that the last block computes its second half
     * for them alone.
     */
    private record Activations(
            Tensor hidden,
            Tensor normed,
            Tensor query,
            Tensor key,
            Tensor value,
            Tensor mixed,
            Tensor gated,
            Tensor keptHidden,
            Tensor keptMixed,
            Tensor logits) {

        static Activations allocate(DeviceSession device, Hyperparameters model, PassLimits limits) {
            int rows = limits.rows();
            return new Activations(
                    device.allocate(rows, model.width()),
                    device.allocate(rows, model.width()),
                    device.allocate(rows, model.queryColumns()),
                    device.allocate(rows, model.keyColumns()),
                    device.allocate(rows, model.valueColumns()),
                    device.allocate(rows, model.attentionColumns()),
                    device.allocate(rows, model.feedForward()),
                    device.allocate(limits.outputs(), model.width()),
                    device.allocate(limits.outputs(), model.attentionColumns()),
                    device.allocate(limits.outputs(), model.vocabulary()));
        }
    }

    private PreNormDecoder(
            DeviceSession device,
            Hyperparameters model,
            KvCache cache,
            Activations at,
            Weights embeddings,
            List<Block> blocks,
            Weights outputNorm,
            Projection output) {
        this.device = device;
        this.model = model;
        this.cache = cache;
        this.at = at;
        this.embeddings = embeddings;
        this.blocks = blocks;
        this.outputNorm = outputNorm;
        this.output = List.of(output);
    }

    static PreNormDecoder load(WeightLoader weights, Hyperparameters model, KvCache cache, PassLimits limits) {
        Activations at = Activations.allocate(weights.device(), model, limits);
        weights.markTaken(RopeReader.DIVISORS); // the rope has them already
        Weights embeddings = weights.matrix(EMBEDDINGS, model.vocabulary(), model.width());
        List<Block> blocks = new ArrayList<>(model.layers());
        for (int layer = 0; layer < model.layers(); layer++) {
            blocks.add(block(weights, model, at, "blk." + layer + ".", layer == model.layers() - 1));
        }
        Weights outputNorm = weights.vector("output_norm.weight", model.width());
        // Models with tied embeddings have no output matrix.
        Weights output = weights.has(OUTPUT) ? weights.matrix(OUTPUT, model.vocabulary(), model.width()) : embeddings;
        return new PreNormDecoder(
                weights.device(),
                model,
                cache,
                at,
                embeddings,
                List.copyOf(blocks),
                outputNorm,
                new Projection(output, weights.optionalVector("output.bias", model.vocabulary()), at.logits, false));
    }

    private static Block block(WeightLoader weights, Hyperparameters model, Activations at, String name, boolean last) {
        Tensor hidden = last ? at.keptHidden : at.hidden;
        return new Block(
                weights.vector(name + "attn_norm.weight", model.width()),
                List.of(
                        projection(weights, name + "attn_q", model.queryColumns(), model.width(), at.query, false),
                        projection(weights, name + "attn_k", model.keyColumns(), model.width(), at.key, false)
                                .asSensitive(),
                        projection(weights, name + "attn_v", model.valueColumns(), model.width(), at.value, false)
                                .asSensitive()),
                List.of(projection(weights, name + "attn_output", model.width(), model.attentionColumns(), hidden, true)
                        .asSensitive()),
                weights.vector(name + "ffn_norm.weight", model.width()),
                weights.matrix(name + "ffn_gate.weight", model.feedForward(), model.width()),
                weights.matrix(name + "ffn_up.weight", model.feedForward(), model.width()),
                List.of(projection(weights, name + "ffn_down", model.width(), model.feedForward(), hidden, true)));
    }

    private static Projection projection(
            WeightLoader weights, String name, int outColumns, int inColumns, Tensor out, boolean accumulate) {
        return new Projection(
                weights.matrix(name + ".weight", outColumns, inColumns),
                weights.optionalVector(name + ".bias", outColumns),
                out,
                accumulate);
    }

    @Override
    public boolean forward(
            Phase phase,
            Phase newKeptPhase,
            Batch batch,
            int[] tokens,
            int[] kept,
            int count,
            BooleanSupplier interrupted) {
        int rows = batch.rows();
        int last = blocks.size() - 1;
        device.embed(at.hidden, embeddings, tokens, rows);
        for (int layer = 0; layer < last; layer++) {
            if (interrupted.getAsBoolean()) {
                return false;
            }
            Block block = blocks.get(layer);
            attend(phase, block, layer, batch);
            device.project(phase, at.mixed, rows, block.attentionOutput);
            feedForward(phase, block, at.hidden, rows);
        }
        keptPhase = newKeptPhase;
        keptRows = count;
        finish(phase, batch, kept, count);
        return true;
    }

    /** The last block: all rows leave keys and values, and only the kept ones go on. */
    private void finish(Phase phase, Batch batch, int[] kept, int count) {
        int layer = blocks.size() - 1;
        Block block = blocks.get(layer);
        if (count == 0) {
            keysAndValues(phase, block, layer, batch);
            return;
        }
        attend(phase, block, layer, batch);
        device.gather(at.keptMixed, at.mixed, kept, count);
        device.gather(at.keptHidden, at.hidden, kept, count);
        device.project(keptPhase, at.keptMixed, count, block.attentionOutput);
        feedForward(keptPhase, block, at.keptHidden, count);
    }

    private void keysAndValues(Phase phase, Block block, int layer, Batch batch) {
        int rows = batch.rows();
        device.rmsNorm(at.normed, at.hidden, rows, block.attentionNorm, model.epsilon());
        device.project(phase, at.normed, rows, block.queryKeyValue);
        device.ropeAndStore(at.query, at.key, at.value, batch, model.rope(), cache, layer);
    }

    private void attend(Phase phase, Block block, int layer, Batch batch) {
        keysAndValues(phase, block, layer, batch);
        device.attention(phase, at.mixed, at.query, batch, cache, layer, model.attentionScale());
    }

    private void feedForward(Phase phase, Block block, Tensor hidden, int rows) {
        device.rmsNorm(at.normed, hidden, rows, block.feedForwardNorm, model.epsilon());
        device.gatedProject(phase, at.gated, at.normed, rows, block.gate, block.up, Activation.SILU);
        device.project(phase, at.gated, rows, block.down);
    }

    @Override
    public Tensor logits() {
        device.rmsNorm(at.normed, at.keptHidden, keptRows, outputNorm, model.epsilon());
        device.project(keptPhase, at.normed, keptRows, output);
        return at.logits;
    }
}
