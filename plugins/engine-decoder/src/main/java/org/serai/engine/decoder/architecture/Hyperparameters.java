package org.serai.engine.decoder.architecture;

import java.util.OptionalInt;
import org.serai.device.KvShape;
import org.serai.device.Rope;

/**
 * The numbers that describe a decoder with grouped-query attention and a gated feed-forward layer.
 *
 * @param layers blocks
 * @param width length of a hidden state
 * @param feedForward length of the inner state of the feed-forward layer
 * @param heads query heads of a block
 * @param kvHeads key-value heads of a block; divides {@code heads}
 * @param keyLength length of a query or key head
 * @param valueLength length of a value head
 * @param vocabulary rows of the embedding table
 * @param context tokens that the model was made for
 * @param window how many of the latest tokens a token attends to, where that is fewer than {@code context}
 * @param epsilon of the root-mean-square norms
 * @param attentionScale factor on query-key products
 * @param rope the rotary position embedding
 */
public record Hyperparameters(
        int layers,
        int width,
        int feedForward,
        int heads,
        int kvHeads,
        int keyLength,
        int valueLength,
        int vocabulary,
        int context,
        OptionalInt window,
        float epsilon,
        float attentionScale,
        Rope rope) {

    /** Length of a row of queries. */
    public int queryColumns() {
        return heads * keyLength;
    }

    /** Length of a row of keys. */
    public int keyColumns() {
        return kvHeads * keyLength;
    }

    /** Length of a row of values. */
    public int valueColumns() {
        return kvHeads * valueLength;
    }

    /** Length of a row of attention outputs. */
    public int attentionColumns() {
        return heads * valueLength;
    }

    public KvShape kvShape(int pageTokens, int pages) {
        return new KvShape(layers, kvHeads, keyLength, valueLength, pageTokens, pages);
    }
}
