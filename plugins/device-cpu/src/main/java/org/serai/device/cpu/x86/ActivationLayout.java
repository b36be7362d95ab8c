package org.serai.device.cpu.x86;

/**
 * How activations that were quantised stand in memory. Each is the sum of one or two terms; the same terms of a row of
 * activations are a line. Rows are divided into tiles, which a kernel multiplies
 * together, and these into blocks of {@value BlockLayout#COLUMNS} columns. A block has the codes of its lines, one line after
 * the other, the terms of a row side by side; then for all lines each of the numbers that are named here.
 *
 * <p>Line l of block b of a tile that begins at line t is in the bytes from {@code (t · blocks + b · lines) · }{@link
 * #LINE_BYTES}, so that where a tile begins does not depend on how those before it were divided.
 *
 * @param terms how many codes an activation has: 1 or 2
 * @param tileLines lines of the largest tile, an even number
 */
record ActivationLayout(int terms, int tileLines) {
    /** Places of the numbers of four bytes that stand behind the codes. */
    static final int SCALE = 0;

    /**
     * The sum of the codes, negative: of all, of the first 16 columns and of the others. Where kernels want it in pairs, it is two
     * numbers of 16 bits: of columns 0 and 1 of each quad of columns, and of columns 2 and 3.
     */
    static final int NEGATIVE_SUM = 1;

    static final int NEGATIVE_SUM_FIRST = 2;
    static final int NEGATIVE_SUM_SECOND = 3;

    /** Scale · sum of the codes. */
    static final int SCALED_SUM = 4;

    private static final int NUMBERS = 5;

    /** Bytes that a line takes of a block. */
    static final int LINE_BYTES = BlockLayout.COLUMNS + NUMBERS * Float.BYTES;

    /** Where the codes of a line of a block stand, from the beginning of the block. */
    static int codesAt(int line) {
        return line * BlockLayout.COLUMNS;
    }

    /** Where a number of a line of a block stands, from the beginning of the block, in a tile of so many lines. */
    static int numberAt(int number, int line, int lines) {
        return lines * BlockLayout.COLUMNS + (number * lines + line) * Float.BYTES;
    }

    /** Rows of the largest tile. */
    int tileRows() {
        return tileLines / terms;
    }

    /** Bytes of so many rows. */
    long bytes(long rows, int blocks) {
        return rows * terms * blocks * LINE_BYTES;
    }

    /** Tiles of so many rows, whose heights differ by one at most. */
    int tiles(int rows) {
        return Math.ceilDiv(rows, tileRows());
    }

    /** Rows of the first tiles; those of the others are one less. */
    int tallHeight(int rows) {
        return Math.ceilDiv(rows, tiles(rows));
    }

    /** How many tiles are {@link #tallHeight} high. */
    int tallTiles(int rows) {
        int tiles = tiles(rows);
        return rows - (tallHeight(rows) - 1) * tiles;
    }

    /** The first row of a tile of so many rows. */
    int firstRow(int tile, int rows) {
        return tile * tallHeight(rows) - Math.max(0, tile - tallTiles(rows));
    }
}
