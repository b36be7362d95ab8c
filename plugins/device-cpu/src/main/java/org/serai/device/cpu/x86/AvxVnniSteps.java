package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.Opcode.VPDPBUSD;

/** The steps of products for AVX-VNNI: one instruction multiplies and adds. */
final class AvxVnniSteps extends NarrowSteps {
    /** Of which one waits for the other: an addition takes longer until its sum is there than until the next can begin. */
    private static final int CHAINS = 8;

    AvxVnniSteps(BlockLayout layout) {
        this(new VexAssembler(), layout);
    }

    AvxVnniSteps(VexAssembler code, BlockLayout layout) {
        super(code, layout);
    }

    @Override
    int chains(int results, int quads) {
        return Math.clamp(CHAINS / results, 1, quads);
    }

    @Override
    void multiply(int integers, int vector) {
        code().emit(VPDPBUSD, integers, WEIGHTS, LINE_CODES);
    }
}
