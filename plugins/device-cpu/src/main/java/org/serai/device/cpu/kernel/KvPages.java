package org.serai.device.cpu.kernel;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.serai.device.KvCache;
import org.serai.device.KvShape;

/**
 * Keys and values. A page gets its memory, layer by layer, when something is stored in it first, so that nobody waits for the
 * memory of long contexts who has short ones. For each head, values stand token by token, and keys element by element: the
 * same element of all tokens of a page stands together, so that a kernel scores several tokens at once without adding across
 * lanes.
 *
 * @param <A> numbers as they are stored: the keys or values of a layer of a page
 */
public abstract sealed class KvPages<A> implements KvCache permits F32Pages, F16Pages {
    /** The most lanes of a vector: an element of a page's keys takes whole vectors, so that reading one never leaves it. */
    private static final int LANES = 16;

    private final KvShape shape;
    private final int keyStride;
    private final IntFunction<A> memory;

    /** Those of a page that nothing was stored in are the same for all pages, and zeros. */
    private final A noKeys;

    private final A noValues;
    private final Object[][] keys;
    private final Object[][] values;

    /**
     * @param memory makes so many zeros
     * @throws ArithmeticException where a page does not {@linkplain #fits fit}
     */
    KvPages(KvShape shape, IntFunction<A> memory) {
        this.shape = shape;
        this.memory = memory;
        keyStride = keyStride(shape);
        noKeys = memory.apply(keyNumbers());
        noValues = memory.apply(valueNumbers());
        keys = pages(noKeys);
        values = pages(noValues);
    }

    private Object[][] pages(A page) {
        Object[][] pages = new Object[shape.layers()][shape.pages()];
        for (Object[] layer : pages) {
            Arrays.fill(layer, page);
        }
        return pages;
    }

    /** Bytes that a cache of a shape takes once there is something in all of its pages. */
    public static long bytes(KvShape shape, int numberBytes) {
        long page = Math.addExact(pageKeys(shape), pageValues(shape));
        return Math.multiplyExact((long) numberBytes * shape.layers(), Math.multiplyExact(shape.pages(), page));
    }

    /** True where a layer of a page fits an array. */
    public static boolean fits(KvShape shape) {
        return Math.max(pageKeys(shape), pageValues(shape)) <= Integer.MAX_VALUE - 8;
    }

    /** Distance between one element of a key and the next in a cache of a shape. */
    public static int keyStride(KvShape shape) {
        return Math.ceilDiv(shape.pageTokens(), LANES) * LANES;
    }

    private static long pageKeys(KvShape shape) {
        return Math.multiplyExact((long) shape.heads() * shape.keyColumns(), (long) keyStride(shape));
    }

    private static long pageValues(KvShape shape) {
        return Math.multiplyExact((long) shape.heads() * shape.valueColumns(), (long) shape.pageTokens());
    }

    private int keyNumbers() {
        return Math.toIntExact(pageKeys(shape));
    }

    private int valueNumbers() {
        return Math.toIntExact(pageValues(shape));
    }

    @Override
    public KvShape shape() {
        return shape;
    }

    /** Makes room for keys and values; to be called before something is stored. */
    public void prepare(int layer, int page) {
        if (keys[layer][page] == noKeys) {
            keys[layer][page] = memory.apply(keyNumbers());
            values[layer][page] = memory.apply(valueNumbers());
        }
    }

    @SuppressWarnings("unchecked") // nothing else is put there
    public A keys(int layer, int page) {
        return (A) keys[layer][page];
    }

    @SuppressWarnings("unchecked") // nothing else is put there
    public A values(int layer, int page) {
        return (A) values[layer][page];
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

    /** Stores the key of a token, whose elements begin at index {@code from}. */
    public void storeKey(int layer, int page, int head, int token, float[] key, int from) {
        store(key, from, shape.keyColumns(), keys(layer, page), keyAt(head) + token, keyStride);
    }

    /** Stores the value of a token, whose elements begin at index {@code from}. */
    public void storeValue(int layer, int page, int head, int token, float[] value, int from) {
        int columns = shape.valueColumns();
        store(value, from, columns, values(layer, page), valueAt(head) + token * columns, 1);
    }

    /** Stores numbers, each {@code step} places behind the one before. */
    abstract void store(float[] source, int from, int count, A target, int to, int step);

    /** A number of keys or values. */
    public abstract float number(A numbers, int at);

    /** Copies one page onto another, for all layers. */
    public void copy(int from, int to) {
        for (int layer = 0; layer < shape.layers(); layer++) {
            prepare(layer, to);
            copy(keys(layer, from), keys(layer, to));
            copy(values(layer, from), values(layer, to));
        }
    }

    /** Copies all numbers of a page's keys or values. */
    abstract void copy(A from, A to);
}
