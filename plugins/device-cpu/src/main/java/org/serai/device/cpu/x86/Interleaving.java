package org.serai.device.cpu.x86;

/** How many rows of weights stand side by side: as many as a kernel holds in registers at once. */
enum Interleaving {
    /** Two registers of 512 bits, which mask registers go with. */
    ROWS_32(16, 2, true),
    /** One register of 256 bits: of sixteen registers, a second one would leave too few for the sums. */
    ROWS_8(8, 1, false);

    private final int lanes;
    private final int vectors;
    private final boolean masks;

    Interleaving(int lanes, int vectors, boolean masks) {
        this.lanes = lanes;
        this.vectors = vectors;
        this.masks = masks;
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
}
