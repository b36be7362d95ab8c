package org.serai.device.cpu.kernel;

import org.serai.device.KvCache;
import org.serai.device.KvShape;

/**
 * Keys and values in F32. For each page and head, values stand token by token, and keys element by element: the same
 * element of all tokens of a page stands together, so that a kernel scores several tokens at once without adding across
 * lanes.
 */
public final class KvPages implements KvCache {
    /** A cache of one number, for places where there is no cache yet. */
    static final KvPages NONE = new KvPages(new KvShape(1, 1, 1, 1, 1, 1));

    /** The most lanes of a vector: an element of a page's keys takes whole vectors, so that reading one never leaves it. */
    private static final int LANES = 16;

    private final KvShape shape;
    private final int keyStride;
    private final float[][] keys;
    private final float[][] values;

    /** @throws ArithmeticException where a layer does not fit an array */
    public KvPages(KvShape shape) {
        this.shape = shape;
        keyStride = keyStride(shape);
        keys = new float[shape.layers()][Math.toIntExact(layerKeys(shape))];
        values = new float[shape.layers()][Math.toIntExact(layerValues(shape))];
    }

    /** Bytes that a cache of a shape takes. */
    public static long bytes(KvShape shape) {
        long layer = Math.addExact(layerKeys(shape), layerValues(shape));
        return Math.multiplyExact(Float.BYTES * (long) shape.layers(), layer);
    }

    /** True where a layer of a shape fits an array. */
    public static boolean fits(KvShape shape) {
        return Math.max(layerKeys(shape), layerValues(shape)) <= Integer.MAX_VALUE - 8;
    }

    private static int keyStride(KvShape shape) {
        return Math.ceilDiv(shape.pageTokens(), LANES) * LANES;
    }

    private static long layerKeys(KvShape shape) {
        return Math.multiplyExact((long) shape.pages() * shape.heads(), (long) shape.keyColumns() * keyStride(shape));
    }

    private static long layerValues(KvShape shape) {
        return Math.multiplyExact(
                (long) shape.pages() * shape.heads(), (long) shape.valueColumns() * shape.pageTokens());
    }

    @Override
    public KvShape shape() {
        return shape;
    }

    public float[] keys(int layer) {
        return keys[layer];
    }

    public float[] values(int layer) {
        return values[layer];
    }

    /** Distance between one element of a key and the next; a multiple of 16, at least the tokens of a page. */
    public int keyStride() {
        return keyStride;
    }

    /** Index of element 0 of the key of token 0 of a page. The token at place t is t further. */
    public int keyAt(int page, int head) {
        return (page * shape.heads() + head) * shape.keyColumns() * keyStride;
    }

    /** Index of element 0 of the value of token 0 of a page. */
    public int valueAt(int page, int head) {
        return (page * shape.heads() + head) * shape.valueColumns() * shape.pageTokens();
    }

    /** Copies one page onto another, for all layers. */
    public void copy(int from, int to) {
        int keyNumbers = shape.heads() * shape.keyColumns() * keyStride;
        int valueNumbers = shape.heads() * shape.valueColumns() * shape.pageTokens();
        for (int layer = 0; layer < shape.layers(); layer++) {
            System.arraycopy(keys[layer], from * keyNumbers, keys[layer], to * keyNumbers, keyNumbers);
            System.arraycopy(values[layer], from * valueNumbers, values[layer], to * valueNumbers, valueNumbers);
        }
    }
}
