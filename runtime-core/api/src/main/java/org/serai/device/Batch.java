package org.serai.device;

/**
 * The tokens that one pass of the model works on, one per row. Rows of one sequence stand together, by rising position.
 * Reused from pass to pass; not thread-safe.
 */
public final class Batch {
    private final int[] positions;
    private final int[][] pages;
    private int rows;

    /** @param capacity the most rows */
    public Batch(int capacity) {
        positions = new int[capacity];
        pages = new int[capacity][];
    }

    public void clear() {
        rows = 0;
    }

    /**
     * Adds a token.
     *
     * @param position its place in its sequence, from 0
     * @param pageTable the pages of its sequence, in order: the token at position p lies in page
     *     {@code pageTable[p / pageTokens]} at place {@code p % pageTokens}. The same array for all rows of a sequence;
     *     it is not copied.
     */
    public void add(int position, int[] pageTable) {
        positions[rows] = position;
        pages[rows] = pageTable;
        rows++;
    }

    public int rows() {
        return rows;
    }

    public int capacity() {
        return positions.length;
    }

    public int position(int row) {
        return positions[row];
    }

    /** The page table of the row's sequence; rows with the same array are of the same sequence. */
    public int[] pageTable(int row) {
        return pages[row];
    }
}
