package org.serai.device;

/**
 * The size of a {@link KvCache}.
 *
 * @param layers layers of the model
 * @param heads key-value heads of a layer
 * @param keyColumns length of a head's key
 * @param valueColumns length of a head's value
 * @param pageTokens tokens in a page, a power of two
 * @param pages pages; a page holds its tokens for every layer
 */
public record KvShape(int layers, int heads, int keyColumns, int valueColumns, int pageTokens, int pages) {
    public KvShape {
        if (layers < 1 || heads < 1 || keyColumns < 1 || valueColumns < 1 || pages < 1) {
            throw new IllegalArgumentException("A KV cache needs at least one of everything");
        }
        if (Integer.bitCount(pageTokens) != 1) {
            throw new IllegalArgumentException("pageTokens must be a power of two: " + pageTokens);
        }
    }

    /**
     * What a cache of this size takes.
     *
     * @param numberBytes of each number of a key or value
     * @throws ArithmeticException where a long cannot say it
     */
    public long bytes(int numberBytes) {
        long perToken = Math.multiplyExact(
                Math.multiplyExact((long) layers, heads), Math.multiplyExact(keyColumns + valueColumns, numberBytes));
        return Math.multiplyExact(perToken, Math.multiplyExact((long) pages, pageTokens));
    }
}
