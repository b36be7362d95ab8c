package org.serai.device.cpu.kernel;

import java.util.Arrays;
import org.serai.device.KvCache;
import org.serai.device.KvShape;

/**
 * Keys and values in F32. A page gets its memory, layer by layer, when something is stored in it first, so that nobody waits
 * for the memory of long contexts who has short ones. For each head, values stand token by token, and keys element by
 * element: the same element of all tokens of a page stands together, so that a kernel scores several tokens at once without
 * adding across lanes.
 */
public final class KvPages implements KvCache {
    /** A cache of one number, for places where there is no cache yet. */
    static final KvPages NONE = new KvPages(new KvShape(1, 1, 1, 1, 1, 1));

    /** The most lanes of a vector: an element of a page's keys takes whole vectors, so that reading one never leaves it. */
    private static final int LANES = 16;

    private final KvShape shape;
    private final int keyStride;

    /** Those of a page that nothing was stored in are the same for all pages, and zeros. */
    private final float[] noKeys;

    private final float[] noValues;
    private final float[][][] keys;
    private final float[][][] values;

    /** @throws ArithmeticException where a page does not {@linkplain #fits fit} */
    public KvPages(KvShape shape) {
        this.shape = shape;
        keyStride = keyStride(shape);
        noKeys = new float[Math.toIntExact(pageKeys(shape))];
        noValues = new float[Math.toIntExact(pageValues(shape))];
        keys = pages(noKeys);
        values = pages(noValues);
    }

    private float[][][] pages(float[] page) {
        float[][][] pages = new float[shape.layers()][shape.pages()][];
        for (float[][] layer : pages) {
            Arrays.fill(layer, page);
        }
        return pages;
    }

    /** Bytes that a cache of a shape takes once there is something in all of its pages. */
    public static long bytes(KvShape shape) {
        long page = Math.addExact(pageKeys(shape), pageValues(shape));
        return Math.multiplyExact((long) Float.BYTES * shape.layers(), Math.multiplyExact(shape.pages(), page));
    }

    /** True where a layer of a page fits an array. */
    public static boolean fits(KvShape shape) {
        return Math.max(pageKeys(shape), pageValues(shape)) <= Integer.MAX_VALUE - 8;
    }

    private static int keyStride(KvShape shape) {
        return Math.ceilDiv(shape.pageTokens(), LANES) * LANES;
    }

    private static long pageKeys(KvShape shape) {
        return Math.multiplyExact((long) shape.heads() * shape.keyColumns(), (long) keyStride(shape));
    }

    private static long pageValues(KvShape shape) {
        return Math.multiplyExact((long) shape.heads() * shape.valueColumns(), (long) shape.pageTokens());
    }

    @Override
    public KvShape shape() {
        return shape;
    }

    /** Makes room for keys and values; to be called before something is stored. */
    public void prepare(int layer, int page) {
        if (keys[layer][page] == noKeys) {
            keys[layer][page] = new float[noKeys.length];
            values[layer][page] = new float[noValues.length];
        }
    }

    public float[] keys(int layer, int page) {
        return keys[layer][page];
    }

    public float[] values(int layer, int page) {
        return values[layer][page];
    }

    /** Distance between one element of a key and the next; a multiple of 16, at least the tokens of a page. */
    public int keyStride() {
        return keyStride;
    }

    /** Index of element 0 of the key of token 0, in each page. The token at place t is t further. */
    public int keyAt(int head) {
        return head * shape.keyColumns() * keyStride;
    }

    /** Index of element 0 of the value of token 0, in each page. */
    public int valueAt(int head) {
        return head * shape.valueColumns() * shape.pageTokens();
    }

    /** Copies one page onto another, for all layers. */
    public void copy(int from, int to) {
        for (int layer = 0; layer < shape.layers(); layer++) {
            prepare(layer, to);
            System.arraycopy(keys[layer][from], 0, keys[layer][to], 0, noKeys.length);
            System.arraycopy(values[layer][from], 0, values[layer][to], 0, noValues.length);
        }
    }
}
