package org.serai.device.cpu.kernel;

import org.serai.device.Batch;

/**
 * What an attention kernel works on. Reused from call to call.
 *
 * <p>Row r of {@code q} has {@code heads · keyColumns} numbers, row r of {@code out} has {@code heads · valueColumns}.
 */
public final class Attention {
    private float[] out = {};
    private float[] q = {};
    private Batch batch = new Batch(0);
    private KvPages<?> cache = F32Pages.NONE;
    private int layer;
    private int heads;
    private float scale;

    public void set(
            float[] newOut,
            float[] newQ,
            Batch newBatch,
            KvPages<?> newCache,
            int newLayer,
            int newHeads,
            float newScale) {
        out = newOut;
        q = newQ;
        batch = newBatch;
        cache = newCache;
        layer = newLayer;
        heads = newHeads;
        scale = newScale;
    }

    public float[] out() {
        return out;
    }

    public float[] q() {
        return q;
    }

    public Batch batch() {
        return batch;
    }

    public KvPages<?> cache() {
        return cache;
    }

    public int layer() {
        return layer;
    }

    /** Query heads of a row. */
    public int heads() {
        return heads;
    }

    /** Factor on the product of query and key. */
    public float scale() {
        return scale;
    }

    /** Query heads that share a key-value head. */
    public int groupHeads() {
        return heads / cache.shape().heads();
    }
}
