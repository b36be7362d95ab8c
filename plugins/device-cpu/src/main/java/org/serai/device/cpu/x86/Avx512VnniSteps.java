package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.Opcode.*;
import static org.serai.device.cpu.x86.Register.RAX;
import static org.serai.device.cpu.x86.Register.RDI;

/** The steps of products for 512-bit registers with VNNI: the fifth bits of codes are masks. */
final class Avx512VnniSteps extends ProductSteps {
    private static final int FIRST_WEIGHTS = 24;
    private static final int FIRST_FREE = 26;
    private static final int UPPER = FIRST_FREE;
    private static final int LINE_CODES = 28;
    private static final int UPPER_BITS = 29;
    private static final int FIFTH_BIT = 30;
    private static final int LOW_BITS = 31;
    private static final int MASK = 1;

    /** Of which one waits for the other: an addition takes longer until its sum is there than until the next can begin. */
    private static final int CHAINS = 8;

    private final EvexAssembler code;

    Avx512VnniSteps(BlockLayout layout) {
        this(new EvexAssembler(), layout);
    }

    private Avx512VnniSteps(EvexAssembler code, BlockLayout layout) {
        super(code, layout);
        this.code = code;
    }

    @Override
    int firstWeights() {
        return FIRST_WEIGHTS;
    }

    @Override
    int lineCodes() {
        return LINE_CODES;
    }

    @Override
    int firstFree() {
        return FIRST_FREE;
    }

    @Override
    int chains(int results, int quads) {
        return Math.max(1, CHAINS / results);
    }

    @Override
    void constants() {
        if (layout().codeBits() < 8) {
            broadcast(LOW_BITS, 0x0F0F0F0F);
        }
        if (layout().codeBits() == 5) {
            broadcast(FIFTH_BIT, 0x10101010);
        }
        if (layout().codeBits() == 6) {
            broadcast(UPPER_BITS, 0x30303030);
        }
    }

    private void broadcast(int register, int word) {
        code.move(RAX, word);
        code.emit(VPBROADCASTD_REGISTER, register, 0, RAX.number());
    }

    @Override
    void load(int vector, int quad) {
        int target = FIRST_WEIGHTS + vector;
        int at = layout().quadAt(vector, quad);
        if (layout().codeBits() == 8) {
            code.emit(VMOVDQU, target, 0, RDI, at);
            return;
        }
        if (layout().isLow(quad)) {
            code.emit(VPAND, target, LOW_BITS, RDI, at);
        } else {
            code.emitImmediate(VPSRLD, target, RDI, at, 4);
            code.emit(VPAND, target, LOW_BITS, target);
        }
        if (layout().codeBits() == 5) {
            code.loadMask(MASK, RDI, layout().fifthBitsAt(vector, quad));
            code.emitMasked(VPADDB, MASK, target, target, FIFTH_BIT);
        }
        if (layout().codeBits() == 6) {
            upperBits(vector, quad);
            code.emit(VPOR, target, target, UPPER);
        }
    }

    /** Brings the upper two bits of codes to place 4; what a shift of lanes brings from the neighbour is cleared. */
    private void upperBits(int vector, int quad) {
        int at = layout().upperBitsAt(vector, quad);
        int place = layout().upperBitsPlace(quad);
        if (place == 4) {
            code.emit(VPAND, UPPER, UPPER_BITS, RDI, at);
            return;
        }
        if (place < 4) {
            code.emitImmediate(VPSLLD, UPPER, RDI, at, 4 - place);
        } else {
            code.emitImmediate(VPSRLD, UPPER, RDI, at, place - 4);
        }
        code.emit(VPAND, UPPER, UPPER, UPPER_BITS);
    }

    @Override
    void multiply(int integers, int vector) {
        code.emit(VPDPBUSD, integers, FIRST_WEIGHTS + vector, LINE_CODES);
    }
}
