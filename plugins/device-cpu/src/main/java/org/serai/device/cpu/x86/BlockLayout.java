package org.serai.device.cpu.x86;

import org.serai.device.cpu.format.BlockFormat;

/**
 * How weights stand in memory for the assembled kernels. A matrix is divided into groups of {@value #ROWS} rows and these
 * into blocks of {@value #COLUMNS} columns; the blocks of a group follow one another. A block has what a kernel reads, in the
 * order in which it reads it, so that the memory sees one stream for each thread: whatever strays from that order, prefetch
 * instructions included, halves the speed of decode.
 *
 * <ol>
 *   <li>the codes without sign: eight "quads" of four columns, each for both halves of sixteen rows; in a half the four codes
 *       of the first row, of the second and so on, one byte for each. With fewer than eight bits, quad i stands in the low
 *       four bits and quad i + 4 in the high four bits of the same bytes;
 *   <li>of codes of five bits the fifth, 64 bits for each quad and half;
 *   <li>the scales, for each run of columns that shares one and each half: a number for each row;
 *   <li>in an affine format the offsets, likewise.
 * </ol>
 *
 * @param codeBits bits that a code takes: 4, 5 or 8
 * @param bias what codes are larger than the weights by, a power of two or 0
 * @param runColumns columns that share a scale: 16 or 32
 * @param affine true where weights have an offset
 * @param halfScales true where scales and offsets are F16, as formats with one scale in a block have them; false for F32,
 *     which the product of both scales of a K format needs
 */
record BlockLayout(int codeBits, int bias, int runColumns, boolean affine, boolean halfScales) {
    /** Rows of a group. */
    static final int ROWS = 32;

    /** Columns of a block. */
    static final int COLUMNS = 32;

    /** Rows that a register has lanes for. */
    static final int LANES = 16;

    /** Registers that hold the rows of a group. */
    static final int HALVES = ROWS / LANES;

    /** Four columns of sixteen rows. */
    static final int QUAD_BYTES = 64;

    static final int QUADS = COLUMNS / 4;

    /** The layout for a format of model files. */
    static BlockLayout of(BlockFormat format) {
        int codeBits = format.codeBits() > 5 ? 8 : format.codeBits();
        int bias = format.affine() ? 0 : 1 << (format.codeBits() - 1);
        boolean oneScale = format.type().blockElements() == format.groupElements();
        return new BlockLayout(codeBits, bias, format.groupElements(), format.affine(), oneScale);
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
    int quadAt(int half, int quad) {
        int place = codeBits == 8 ? quad : quad % (QUADS / 2);
        return (place * HALVES + half) * QUAD_BYTES;
    }

    /** Where the fifth bits of a quad stand. */
    int fifthBitsAt(int half, int quad) {
        return codeBytes() + (quad * HALVES + half) * Long.BYTES;
    }

    /** Where the scales of a run and half begin. */
    int scalesAt(int run, int half) {
        int fifthBytes = codeBits == 5 ? QUADS * HALVES * Long.BYTES : 0;
        return codeBytes() + fifthBytes + numbersAt(run, half);
    }

    /** Where the offsets of a run and half begin. */
    int offsetsAt(int run, int half) {
        return scalesAt(runs(), 0) + numbersAt(run, half);
    }

    /** Bytes of a block, a multiple of 64. */
    int blockBytes() {
        return affine ? offsetsAt(runs(), 0) : scalesAt(runs(), 0);
    }

    /** Bytes of the codes, without fifth bits. */
    private int codeBytes() {
        return (codeBits == 8 ? QUADS : QUADS / 2) * HALVES * QUAD_BYTES;
    }

    private int numbersAt(int run, int half) {
        return (run * HALVES + half) * LANES * scaleBytes();
    }
}
