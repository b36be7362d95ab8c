package org.serai.device.cpu.x86;

/** Vector instructions with the EVEX prefix, on 512 bits: registers from 0 to 31, and mask registers from 1 to 7. */
final class EvexAssembler extends Assembler {
    private static final int NO_MASK = 0;
    private static final int ALWAYS_ONE = 4;
    private static final int BITS_512 = 0x40;
    private static final int REGISTER_BYTES = 64;

    /** Loads 64 bits into a mask register. */
    void loadMask(int mask, Register base, int displacement) {
        emit(0xC4, 0xE1 ^ base.high() << 5, 0xF8, 0x90, 0x80 | mask << 3 | base.low()); // has a VEX prefix
        emit32(displacement);
    }

    /** {@code target = op(first, second)} for those bytes or lanes of the target only whose bit in the mask register is set. */
    void emitMasked(Opcode op, int mask, int target, int first, int second) {
        prefix(op, target, first, second, 0, mask);
        modRm(target, second);
    }

    /** {@code target = op(memory)}, with an immediate byte; for opcodes that are extended. */
    void emitImmediate(Opcode op, int target, Register base, int displacement, int immediate) {
        prefix(op, 0, target, base.number(), 0);
        memory(op.extension(), base, displacement, displacementUnit(op));
        emit(immediate);
    }

    @Override
    void prefix(Opcode op, int reg, int vvvv, int rm, int index) {
        prefix(op, reg, vvvv, rm, index, NO_MASK);
    }

    /** All register bits but those of the mask are stored inverted; one place has the fifth of a vector or the fourth of an index. */
    private void prefix(Opcode op, int reg, int vvvv, int rm, int index, int mask) {
        emit(
                0x62,
                (~(reg << 4) & 0x80)
                        | (~(rm << 2 | index << 3) & 0x40)
                        | (~(rm << 2) & 0x20)
                        | (~reg & 0x10)
                        | op.map(),
                (~vvvv & 15) << 3 | ALWAYS_ONE | op.prefix(),
                BITS_512 | (~(vvvv >> 4) & 1) << 3 | mask,
                op.code());
    }

    /** The size of the operand. */
    @Override
    int displacementUnit(Opcode op) {
        return op.memoryBytes(REGISTER_BYTES);
    }
}
