package org.serai.device.cpu;

import org.serai.device.Batch;
import org.serai.device.KvShape;
import org.serai.device.Rope;
import org.serai.device.cpu.kernel.KvPages;

/** Turns queries and keys, and puts keys and values into their places in the cache. */
final class RopeAndStore extends RowWork {
    private final Rotation rotation = new Rotation();
    private CpuTensor q = CpuTensor.NONE;
    private CpuTensor k = CpuTensor.NONE;
    private CpuTensor v = CpuTensor.NONE;
    private Batch batch = new Batch(0);
    private int layer;

    @SuppressWarnings("NullAway.Init") // set before each run
    private KvPages<?> cache;

    void set(
            CpuTensor newQ,
            CpuTensor newK,
            CpuTensor newV,
            Batch newBatch,
            Rope rope,
            KvPages<?> newCache,
            int newLayer) {
        q = newQ;
        k = newK;
        v = newV;
        batch = newBatch;
        cache = newCache;
        layer = newLayer;
        rotation.set(newBatch, rope);
    }

    @Override
    void row(int row) {
        KvShape shape = cache.shape();
        int page = batch.pageTable(row)[batch.position(row) / shape.pageTokens()];
        int token = batch.position(row) % shape.pageTokens();
        turnHeads(row, q, shape.keyColumns());
        turnHeads(row, k, shape.keyColumns());
        for (int head = 0; head < shape.heads(); head++) {
            cache.storeKey(layer, page, head, token, k.numbers(), row * k.columns() + head * shape.keyColumns());
            cache.storeValue(layer, page, head, token, v.numbers(), row * v.columns() + head * shape.valueColumns());
        }
    }

    private void turnHeads(int row, CpuTensor heads, int headColumns) {
        int end = (row + 1) * heads.columns();
        for (int at = row * heads.columns(); at < end; at += headColumns) {
            rotation.turn(row, heads.numbers(), at);
        }
    }
}
