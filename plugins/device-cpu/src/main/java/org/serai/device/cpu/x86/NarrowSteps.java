package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.Opcode.*;
import static org.serai.device.cpu.x86.Register.RDI;

/**
 * The steps of products for 256-bit registers that do not depend on how bytes are multiplied. There are sixteen registers: sums
 * and integers of six lines take twelve, or the integers of twelve, so that most constants stay in memory.
 */
abstract class NarrowSteps extends ProductSteps {
    static final int WEIGHTS = 12;
    static final int LINE_CODES = 13;

    /** For codes of four and five bits; free for those of eight. */
    static final int LOW_BITS = 14;

    private static final int FREE = 15;

    private final VexAssembler code;

    NarrowSteps(VexAssembler code, BlockLayout layout) {
        super(code, layout);
        this.code = code;
    }

    @Override
    final VexAssembler code() {
        return code;
    }

    @Override
    final int firstWeights() {
        return WEIGHTS;
    }

    @Override
    final int firstFree() {
        return FREE;
    }

    @Override
    final int lineCodes() {
        return LINE_CODES;
    }

    @Override
    void constants() {
        if (layout().codeBits() < 8) {
            code.emitConstant(VMOVDQU, LOW_BITS, 0, 0x0F0F0F0F);
        }
    }

    @Override
    void load(int vector, int quad) {
        int at = layout().quadAt(vector, quad);
        if (layout().codeBits() == 8) {
            emitWithWeights(VMOVDQU, WEIGHTS, 0, RDI, at);
            return;
        }
        if (layout().isLow(quad)) {
            emitWithWeights(VPAND, WEIGHTS, LOW_BITS, RDI, at);
        } else {
            emitWithWeights(VMOVDQU, WEIGHTS, 0, RDI, at);
            code.emitImmediate(VPSRLD, WEIGHTS, WEIGHTS, 4);
            code.emit(VPAND, WEIGHTS, WEIGHTS, LOW_BITS);
        }
        if (layout().codeBits() == 5) {
            addBits(layout().fifthBitsAt(vector, quad), quad, 0x10101010);
        }
        if (layout().codeBits() == 6) {
            addBits(layout().upperBitsAt(vector, quad), layout().upperBitsPlace(quad), 0x30303030);
        }
    }

    /** Brings bits of each byte from their place to place 4; what a shift of lanes brings from the neighbour is cleared. */
    private void addBits(int at, int place, int mask) {
        emitWithWeights(VMOVDQU, LINE_CODES, 0, RDI, at);
        if (place < 4) {
            code.emitImmediate(VPSLLD, LINE_CODES, LINE_CODES, 4 - place);
        } else if (place > 4) {
            code.emitImmediate(VPSRLD, LINE_CODES, LINE_CODES, place - 4);
        }
        code.emitConstant(VPAND, LINE_CODES, LINE_CODES, mask);
        code.emit(VPOR, WEIGHTS, WEIGHTS, LINE_CODES);
    }
}
