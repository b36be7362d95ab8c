package org.serai.device.cpu.x86;

import org.serai.device.cpu.format.BlockFormat;

/**
 * How weights stand in memory for the assembled kernels. A matrix is divided into groups of {@value #ROWS} rows, a group into
 * strips of rows that stand side by side ({@link Interleaving}), and a strip into blocks of {@value #COLUMNS} columns; blocks
 * and strips follow one another. A block has what a kernel reads, in the order in which it reads it, so that the memory sees one
 * stream for each thread: whatever strays from that order, prefetch instructions included, halves the speed of decode.
 *
 * <ol>
 *   <li>the codes without sign: eight "quads" of four columns, each for the vectors of rows of a strip; in a vector the four
 *       codes of the first row, of the second and so on, one byte for each. With fewer than eight bits, quad i stands in the
 *       low four bits and quad i + 4 in the high four bits of the same bytes;
 *   <li>of codes of five bits the fifth. Where kernels want masks, one bit for each code of a quad and vector, quad by quad; else
 *       for each byte of a vector another one, of which bit i belongs to quad i;
 *   <li>the scales, for each run of columns that shares one and each vector: a number for each row;
 *   <li>in an affine format the offsets, likewise.
 * </ol>
 *
 * @param interleaving which rows stand side by side
 * @param codeBits bits that a code takes: 4, 5 or 8
 * @param bias what codes are larger than the weights by, a power of two or 0
 * @param runColumns columns that share a scale: 16 or 32
 * @param affine true where weights have an offset
 * @param halfScales true where scales and offsets are F16, as formats with one scale in a block have them; false for F32,
 *     which the product of both scales of a K format needs
 */
record BlockLayout(
        Interleaving interleaving, int codeBits, int bias, int runColumns, boolean affine, boolean halfScales) {
    /** Rows of a group. */
    static final int ROWS = 32;

    /** Columns of a block. */
    static final int COLUMNS = 32;

    static final int QUADS = COLUMNS / 4;

    /** The layout for a format of model files. */
    static BlockLayout of(BlockFormat format, Interleaving interleaving) {
        int codeBits = format.codeBits() > 5 ? 8 : format.codeBits();
        int bias = format.affine() ? 0 : 1 << (format.codeBits() - 1);
        boolean oneScale = format.type().blockElements() == format.groupElements();
        return new BlockLayout(interleaving, codeBits, bias, format.groupElements(), format.affine(), oneScale);
    }

    /** Vectors of rows in a strip. */
    int vectors() {
        return interleaving.vectors();
    }

    /** Rows of a vector. */
    int lanes() {
        return interleaving.lanes();
    }

    /** Strips of a group. */
    int strips() {
        return ROWS / interleaving.rows();
    }

    /** The strip of a row of a group. */
    int stripOf(int row) {
        return row / interleaving.rows();
    }

    /** The vector of a row of a group. */
    int vectorOf(int row) {
        return row / lanes() % vectors();
    }

    /** The lane of a row of a group. */
    int laneOf(int row) {
        return row % lanes();
    }

    /** The largest code. */
    int largestCode() {
        return affine ? (1 << codeBits) - 1 : 2 * bias - 1;
    }

    /** Bytes of a scale or offset. */
    int scaleBytes() {
        return halfScales ? Short.BYTES : Float.BYTES;
    }

    /** Runs of columns in a block. */
    int runs() {
        return COLUMNS / runColumns;
    }

    /** Where the codes of a quad stand: the whole bytes, or those of which it has one half. */
    int quadAt(int vector, int quad) {
        int place = codeBits == 8 || isLow(quad) ? quad : quad - QUADS / 2;
        return (place * vectors() + vector) * vectorBytes();
    }

    /** True where codes of fewer than eight bits stand in the low half of their bytes. */
    boolean isLow(int quad) {
        return quad < QUADS / 2;
    }

    /** Where the fifth bits of a quad stand: the mask, or the bytes of which they have one bit. */
    int fifthBitsAt(int vector, int quad) {
        int vectorsBefore = interleaving.masks() ? quad * vectors() + vector : QUADS * vector;
        return codeBytes() + vectorsBefore * vectorBytes() / Byte.SIZE;
    }

    /** Where the scales of a run and vector begin. */
    int scalesAt(int run, int vector) {
        int fifthBytes = codeBits == 5 ? QUADS * vectors() * vectorBytes() / Byte.SIZE : 0;
        return codeBytes() + fifthBytes + numbersAt(run, vector);
    }

    /** Where the offsets of a run and vector begin. */
    int offsetsAt(int run, int vector) {
        return scalesAt(runs(), 0) + numbersAt(run, vector);
    }

    /** Bytes of a block, a multiple of those of a vector of F16 numbers. */
    int blockBytes() {
        return affine ? offsetsAt(runs(), 0) : scalesAt(runs(), 0);
    }

    /** Bytes of a strip of so many blocks. */
    long stripBytes(int blocks) {
        return (long) blocks * blockBytes();
    }

    /** Bytes of a group whose strips have so many blocks. */
    long groupBytes(int blocks) {
        return strips() * stripBytes(blocks);
    }

    /** Bytes of the codes, without fifth bits. */
    private int codeBytes() {
        return (codeBits == 8 ? QUADS : QUADS / 2) * vectors() * vectorBytes();
    }

    /** Four columns of the rows of a vector. */
    private int vectorBytes() {
        return 4 * lanes();
    }

    private int numbersAt(int run, int vector) {
        return (run * vectors() + vector) * lanes() * scaleBytes();
    }
}
