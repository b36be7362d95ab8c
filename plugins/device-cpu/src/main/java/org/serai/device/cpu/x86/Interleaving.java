package org.serai.device.cpu.x86;

/** How many rows of weights stand side by side, and how many lines of activations they are multiplied with at once. */
enum Interleaving {
    /**
     * Two registers of 512 bits, which mask registers go with; all that belongs to a tile is in the 32 registers. Weights come in one
     * stream, because nobody has measured what several bring there.
     */
    ROWS_32(16, 2, true, 6, 1),
    /**
     * One register of 256 bits: of sixteen registers, a second one would leave too few for results. Twelve have the integers of
     * the largest tiles, whose sums are in memory, because to unpack weights for few lines takes longer.
     */
    ROWS_8(8, 1, false, 12, 4);

    private static final int MOST_STREAMED_LINES = 2;

    private final int lanes;
    private final int vectors;
    private final boolean masks;
    private final int tileLines;
    private final int streams;

    Interleaving(int lanes, int vectors, boolean masks, int tileLines, int streams) {
        this.lanes = lanes;
        this.vectors = vectors;
        this.masks = masks;
        this.tileLines = tileLines;
        this.streams = streams;
    }

    /** Rows that a register has lanes for. */
    int lanes() {
        return lanes;
    }

    /** Registers for the rows that stand side by side. */
    int vectors() {
        return vectors;
    }

    /** Rows that stand side by side: a strip. */
    int rows() {
        return lanes * vectors;
    }

    /** The name of layouts that it decides. */
    String word() {
        return "rows" + rows();
    }

    /** True where kernels want single bits as masks. */
    boolean masks() {
        return masks;
    }

    /** {@linkplain ActivationLayout Lines} of the largest tile. */
    int tileLines() {
        return tileLines;
    }

    /**
     * Groups that are multiplied together with a tile of so many lines, where there is no other tile. Weights then come from the
     * memory in as many streams, for each of which the CPU reads ahead; with more lines, products take longer than that.
     */
    int streams(int lines) {
        return lines <= MOST_STREAMED_LINES ? streams : 1;
    }
}
