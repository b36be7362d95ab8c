package org.serai.device.cpu.x86;

import org.serai.device.cpu.format.BlockFormat;

/**
 * How weights stand in memory for the assembled kernels. A matrix is divided into groups of {@value #ROWS} rows, a group into
 * strips of rows that stand side by side ({@link Interleaving}), and a strip into blocks of {@value #COLUMNS} columns; blocks
 * and strips follow one another. A block has what a kernel reads, in the order in which it reads it, so that the memory sees one
 * stream for each group that is being multiplied, and hardly more bytes than the model file has. In a block there are
 *
 * <ol>
 *   <li>the codes without sign: eight "quads" of four columns, each for the vectors of rows of a strip; in a vector the four
 *       codes of the first row, of the second and so on, one byte for each. With fewer than eight bits, quad i stands in the
 *       low four bits and quad i + 4 in the high four bits of the same bytes;
 *   <li>of codes of five bits the fifth. Where kernels want masks, one bit for each code of a quad and vector, quad by quad; else
 *       for each byte of a vector another one, of which bit i belongs to quad i;
 *   <li>of codes of six bits the upper two: for each byte of a vector two others, of which the first one has those of quads 0 to 3,
 *       from the lowest bits on, and the second one those of quads 4 to 7;
 *   <li>the scales, for each run of columns that shares one and each vector: a number for each row, an F16 one, or a byte by which
 *       a factor is multiplied;
 *   <li>in an affine format the offsets, likewise.
 * </ol>
 *
 * <p>Where scales have factors, as those of K formats do, a span of so many blocks as share them begins with the factors, F16
 * numbers for each vector: those of the scales, then in an affine format those of the offsets.
 *
 * @param interleaving which rows stand side by side
 * @param codeBits bits that a code takes: 4, 5, 6 or 8
 * @param bias what codes are larger than the weights by, a power of two or 0
 * @param runColumns columns that share a scale: 16 or 32
 * @param affine true where weights have an offset
 * @param spanBlocks blocks that share the factors of their scales; 1 where scales have no factors
 */
record BlockLayout(Interleaving interleaving, int codeBits, int bias, int runColumns, boolean affine, int spanBlocks) {
    /** Rows of a group. */
    static final int ROWS = 32;

    /** Columns of a block. */
    static final int COLUMNS = 32;

    static final int QUADS = COLUMNS / 4;

    /** The layout for a format of model files. */
    static BlockLayout of(BlockFormat format, Interleaving interleaving) {
        int bias = format.affine() ? 0 : 1 << (format.codeBits() - 1);
        int spanBlocks = format.groups() == 1 ? 1 : format.type().blockElements() / COLUMNS;
        int codeBits = format.codeBits() > 6 ? 8 : format.codeBits();
        return new BlockLayout(interleaving, codeBits, bias, format.groupElements(), format.affine(), spanBlocks);
    }

    /** True where a scale is a factor times a byte; false where it is an F16 number. */
    boolean hasFactors() {
        return spanBlocks > 1;
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

    /** Bytes of a scale or offset in a block. */
    private int scaleBytes() {
        return hasFactors() ? Byte.BYTES : Short.BYTES;
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

    /** Where the bytes stand that have the upper two bits of a quad's codes of six bits. */
    int upperBitsAt(int vector, int quad) {
        return codeBytes() + (quad / 4 * vectors() + vector) * vectorBytes();
    }

    /** The place of these two bits in their bytes. */
    int upperBitsPlace(int quad) {
        return 2 * (quad % 4);
    }

    /** Where the scales of a run and vector begin. */
    int scalesAt(int run, int vector) {
        return codeBytes() + bitsBytes() + numbersAt(run, vector);
    }

    /** Where the offsets of a run and vector begin. */
    int offsetsAt(int run, int vector) {
        return scalesAt(runs(), 0) + numbersAt(run, vector);
    }

    /** Where the factors of a vector's scales stand in a span. */
    int scaleFactorsAt(int vector) {
        return vector * lanes() * Short.BYTES;
    }

    /** Where the factors of a vector's offsets stand in a span. */
    int offsetFactorsAt(int vector) {
        return scaleFactorsAt(vectors() + vector);
    }

    /** Bytes of the factors, with which a span begins. */
    int factorBytes() {
        return hasFactors() ? scaleFactorsAt(affine ? 2 * vectors() : vectors()) : 0;
    }

    /** Bytes of a span. */
    int spanBytes() {
        return factorBytes() + spanBlocks * blockBytes();
    }

    /** Where the span of a block stands in a strip. */
    long spanAt(int block) {
        return (long) (block / spanBlocks) * spanBytes();
    }

    /** Where a block stands in a strip. */
    long blockAt(int block) {
        return spanAt(block) + factorBytes() + (long) (block % spanBlocks) * blockBytes();
    }

    /** Bytes of a block, a multiple of those of a vector of F16 numbers. */
    int blockBytes() {
        return affine ? offsetsAt(runs(), 0) : scalesAt(runs(), 0);
    }

    /** Bytes of a strip of so many blocks, which are whole spans. */
    long stripBytes(int blocks) {
        return spanAt(blocks);
    }

    /** Bytes of a group whose strips have so many blocks. */
    long groupBytes(int blocks) {
        return strips() * stripBytes(blocks);
    }

    /** Bytes of the codes, without those bits that stand elsewhere. */
    private int codeBytes() {
        return (codeBits == 8 ? QUADS : QUADS / 2) * vectors() * vectorBytes();
    }

    /** Bytes of the bits of codes that do not fit four. */
    private int bitsBytes() {
        int bits = codeBits == 8 ? 0 : codeBits - 4;
        return bits * QUADS * vectors() * vectorBytes() / Byte.SIZE;
    }

    /** Four columns of the rows of a vector. */
    private int vectorBytes() {
        return 4 * lanes();
    }

    private int numbersAt(int run, int vector) {
        return (run * vectors() + vector) * lanes() * scaleBytes();
    }
}
