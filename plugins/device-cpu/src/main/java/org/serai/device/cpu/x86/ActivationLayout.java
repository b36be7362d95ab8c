package org.serai.device.cpu.x86;

/**
 * How activations that were quantised stand in memory. Rows are divided into tiles of one to {@value #TILE_ROWS} rows, which
 * a kernel multiplies together, and these into blocks of {@value BlockLayout#COLUMNS} columns. A block has the codes of its
 * rows, one row after the other, then for all rows each of the numbers that are named here.
 *
 * <p>Row r of block b of a tile that begins at row t is in the bytes from {@code (t · blocks + b · height) · }{@link
 * #ROW_BYTES}, so that where a tile begins does not depend on how those before it were divided.
 */
final class ActivationLayout {
    /** Rows of the largest tile: its sums and those of a block fill the registers. */
    static final int TILE_ROWS = 6;

    /** Places of the numbers of four bytes that stand behind the codes. */
    static final int SCALE = 0;

    /** The sum of the codes, negative; of all, of the first 16 columns and of the others. */
    static final int NEGATIVE_SUM = 1;

    static final int NEGATIVE_SUM_FIRST = 2;
    static final int NEGATIVE_SUM_SECOND = 3;

    /** Scale · sum of the codes. */
    static final int SCALED_SUM = 4;

    private static final int NUMBERS = 5;

    /** Bytes that a row takes of a block. */
    static final int ROW_BYTES = BlockLayout.COLUMNS + NUMBERS * Float.BYTES;

    private ActivationLayout() {}

    /** Where the codes of a row of a block stand, from the beginning of the block. */
    static int codesAt(int row) {
        return row * BlockLayout.COLUMNS;
    }

    /** Where a number of a row of a block stands, from the beginning of the block. */
    static int numberAt(int number, int row, int height) {
        return height * BlockLayout.COLUMNS + (number * height + row) * Float.BYTES;
    }

    /** Tiles of so many rows, whose heights differ by one at most. */
    static int tiles(int rows) {
        return Math.ceilDiv(rows, TILE_ROWS);
    }

    /** Rows of the first tiles; those of the others are one less. */
    static int tallHeight(int rows) {
        return Math.ceilDiv(rows, tiles(rows));
    }

    /** The first row of a tile, where the first {@code tall} tiles have {@code height} rows and the others one less. */
    static int firstRow(int tile, int height, int tall) {
        return tile * height - Math.max(0, tile - tall);
    }

    /** How many tiles are {@link #tallHeight} high. */
    static int tallTiles(int rows) {
        int tiles = tiles(rows);
        return rows - (tallHeight(rows) - 1) * tiles;
    }
}
