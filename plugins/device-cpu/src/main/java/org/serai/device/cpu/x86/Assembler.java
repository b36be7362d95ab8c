package org.serai.device.cpu.x86;

import java.util.Arrays;

/**
 * Machine code for x86-64 under construction: general instructions on 64 bits, and one encoder each for VEX and EVEX
 * instructions, whose opcodes are a table ({@link EvexOpcode}). ZMM registers are numbers from 0 to 31, mask registers from
 * 1 to 7. Encodings are those of the Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2. Belongs to one
 * thread.
 */
final class Assembler {
    private static final int NO_MASK = 0;
    private static final int ALWAYS_ONE = 4;
    private static final int BITS_512 = 0x40;

    private byte[] code = new byte[1024];
    private int size;

    /** The code so far. */
    byte[] toByteArray() {
        return Arrays.copyOf(code, size);
    }

    /** Where the next instruction will stand, as a target for jumps. */
    int here() {
        return size;
    }

    private void emit(int... bytes) {
        if (size + bytes.length > code.length) {
            code = Arrays.copyOf(code, 2 * code.length);
        }
        for (int b : bytes) {
            code[size++] = (byte) b;
        }
    }

    private void emit32(int value) {
        emit(value, value >> 8, value >> 16, value >> 24);
    }

    /** {@code target = value}, with zeros above 32 bits. */
    void move(Register target, int value) {
        if (target.high() == 1) {
            emit(0x41);
        }
        emit(0xB8 | target.low());
        emit32(value);
    }

    void move(Register target, Register source) {
        twoRegisters(0x89, target, source);
    }

    void add(Register target, Register source) {
        twoRegisters(0x01, target, source);
    }

    private void twoRegisters(int opcode, Register target, Register source) {
        emit(0x48 | source.high() << 2 | target.high(), opcode, 0xC0 | source.low() << 3 | target.low());
    }

    void add(Register target, int value) {
        emit(0x48 | target.high(), 0x81, 0xC0 | target.low());
        emit32(value);
    }

    /** Subtracts one, and sets the flag that {@link #jumpIfNotZero} looks at. */
    void decrement(Register target) {
        emit(0x48 | target.high(), 0xFF, 0xC8 | target.low());
    }

    /** Jumps back, to a place that {@link #here} gave. */
    void jumpIfNotZero(int target) {
        emit(0x0F, 0x85);
        emit32(target - (size + Integer.BYTES));
    }

    /** Ends the function. The upper parts of the registers are cleared, for code with other vectors is slow otherwise. */
    void returnToCaller() {
        emit(0xC5, 0xF8, 0x77, 0xC3); // vzeroupper, ret
    }

    /** Loads 64 bits into a mask register. */
    void loadMask(int mask, Register base, int displacement) {
        emit(0xC4, 0xE1 ^ base.high() << 5, 0xF8, 0x90, 0x80 | mask << 3 | base.low());
        emit32(displacement);
    }

    /** {@code target = op(first, second)}; instructions with one source want {@code first} = 0. */
    void emit(EvexOpcode op, int target, int first, int second) {
        evex(op, target, first, second >> 4, second >> 3, false, NO_MASK);
        modRm(target, second);
    }

    /** The same for those bytes or lanes of the target only whose bit in the mask register is set. */
    void emitMasked(EvexOpcode op, int mask, int target, int first, int second) {
        evex(op, target, first, second >> 4, second >> 3, false, mask);
        modRm(target, second);
    }

    /** {@code target = op(first, memory)}. */
    void emit(EvexOpcode op, int target, int first, Register base, int displacement) {
        evex(op, target, first, 0, base.high(), false, NO_MASK);
        memory(target, base, displacement, op.memoryBytes());
    }

    /** {@code target = op(first, memory)}, with a 32-bit word of memory in all lanes. */
    void emitBroadcast(EvexOpcode op, int target, int first, Register base, int displacement) {
        evex(op, target, first, 0, base.high(), true, NO_MASK);
        memory(target, base, displacement, Integer.BYTES);
    }

    /** {@code target = op(source)}, with an immediate byte; for opcodes that are extended. */
    void emitImmediate(EvexOpcode op, int target, int source, int immediate) {
        evex(op, 0, target, source >> 4, source >> 3, false, NO_MASK);
        modRm(op.extension(), source);
        emit(immediate);
    }

    /** {@code target = op(memory)}, with an immediate byte; for opcodes that are extended. */
    void emitImmediate(EvexOpcode op, int target, Register base, int displacement, int immediate) {
        evex(op, 0, target, 0, base.high(), false, NO_MASK);
        memory(op.extension(), base, displacement, op.memoryBytes());
        emit(immediate);
    }

    /** The prefix. All register bits but those of the mask are stored inverted. */
    private void evex(EvexOpcode op, int reg, int vvvv, int x, int b, boolean broadcast, int mask) {
        emit(
                0x62,
                (~(reg << 4) & 0x80) | (~(x << 6) & 0x40) | (~(b << 5) & 0x20) | (~reg & 0x10) | op.map(),
                op.w() << 7 | (~vvvv & 15) << 3 | ALWAYS_ONE | op.prefix(),
                BITS_512 | (broadcast ? 0x10 : 0) | (~(vvvv >> 4) & 1) << 3 | mask,
                op.code());
    }

    private void modRm(int reg, int rm) {
        emit(0xC0 | (reg & 7) << 3 | (rm & 7));
    }

    /** A displacement of one byte counts in units of the operand's size. None of the registers needs an index byte. */
    private void memory(int reg, Register base, int displacement, int unit) {
        int units = displacement / unit;
        if (displacement % unit == 0 && units == (byte) units) {
            emit(0x40 | (reg & 7) << 3 | base.low(), units);
        } else {
            emit(0x80 | (reg & 7) << 3 | base.low());
            emit32(displacement);
        }
    }
}
