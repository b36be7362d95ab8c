package org.serai.device.cpu.x86;

import java.util.Arrays;

/**
 * Machine code for x86-64 under construction: general instructions on 64 bits, and vector instructions, whose opcodes are a
 * table ({@link Opcode}) and whose prefix is that of a form of encoding, which decides the width of vectors. Vector registers
 * are numbers. Encodings are those of the Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2. Belongs to one
 * thread.
 */
abstract class Assembler {
    private static final int PREFETCH_TO_SECOND_LEVEL = 2;

    /** What would name {@code RSP} as a base says that another byte follows, which names base and index. */
    private static final int WITH_INDEX = 4;

    /** What would name {@code RSP} as an index says that there is none. */
    private static final int NO_INDEX = 4;

    private byte[] code = new byte[1024];
    private int size;

    /** The code so far. */
    byte[] toByteArray() {
        return Arrays.copyOf(code, size);
    }

    /** Where the next instruction will stand, as a target for jumps. */
    final int here() {
        return size;
    }

    final void emit(int... bytes) {
        if (size + bytes.length > code.length) {
            code = Arrays.copyOf(code, 2 * code.length);
        }
        for (int b : bytes) {
            code[size++] = (byte) b;
        }
    }

    final void emit32(int value) {
        emit(value, value >> 8, value >> 16, value >> 24);
    }

    /** {@code target = value}, with zeros above 32 bits. */
    final void move(Register target, int value) {
        extension(target);
        emit(0xB8 | target.low());
        emit32(value);
    }

    final void move(Register target, Register source) {
        twoRegisters(0x89, target, source);
    }

    /** Leaves the lower half of a register in it, and brings the upper half to another one. */
    final void split(Register both, Register upper) {
        move(upper, both);
        emit(0x48 | upper.high(), 0xC1, 0xE8 | upper.low(), Integer.SIZE); // shr
        if (both.high() == 1) {
            emit(0x45);
        }
        emit(0x89, 0xC0 | both.low() << 3 | both.low()); // a move of 32 bits clears the upper half
    }

    final void add(Register target, Register source) {
        twoRegisters(0x01, target, source);
    }

    private void twoRegisters(int opcode, Register target, Register source) {
        emit(0x48 | source.high() << 2 | target.high(), opcode, 0xC0 | source.low() << 3 | target.low());
    }

    /** {@code target = source · factor}. */
    final void multiply(Register target, Register source, int factor) {
        emit(0x48 | target.high() << 2 | source.high(), 0x69, 0xC0 | target.low() << 3 | source.low());
        emit32(factor);
    }

    final void add(Register target, int value) {
        emit(0x48 | target.high(), 0x81, 0xC0 | target.low());
        emit32(value);
    }

    /** Makes the end of the stack a multiple of a power of two, at most 128; {@link #leaveAlignedStack} undoes it. */
    final void alignStack(int bytes) {
        move(Register.RAX, Register.RSP);
        emit(0x48, 0x83, 0xE0 | Register.RSP.low(), -bytes); // and
        push(Register.RAX);
    }

    /** Where nothing is on the stack but what {@link #alignStack} left there. */
    final void leaveAlignedStack() {
        pop(Register.RSP);
    }

    /** Puts a register on the stack, from where {@link #pop} takes it. */
    final void push(Register source) {
        extension(source);
        emit(0x50 | source.low());
    }

    final void pop(Register target) {
        extension(target);
        emit(0x58 | target.low());
    }

    /** The prefix that registers from the eighth on need in instructions without another one. */
    private void extension(Register register) {
        if (register.high() == 1) {
            emit(0x41);
        }
    }

    /** {@code target = memory}, at a distance from the end of the stack. */
    final void loadFromStack(Register target, int at) {
        emit(0x48 | target.high() << 2, 0x8B);
        stack(target.number(), at);
    }

    /** Loads the lowest 128 bits of one of the first 16 vector registers, and leaves the others. A CPU without AVX can do it. */
    final void loadFromStack(int vector, int at) {
        vectorOnStack(0x10, vector, at);
    }

    /** Stores the lowest 128 bits of one of the first 16 vector registers. A CPU without AVX can do it. */
    final void storeToStack(int at, int vector) {
        vectorOnStack(0x11, vector, at);
    }

    private void vectorOnStack(int opcode, int vector, int at) {
        if (vector > 7) {
            emit(0x44);
        }
        emit(0x0F, opcode);
        stack(vector, at);
    }

    /** An operand in memory whose base is the end of the stack. */
    private void stack(int reg, int displacement) {
        memory(reg, Register.RSP, displacement, 1);
    }

    /** Calls what stands at a place of the same code. */
    final void call(int target) {
        emit(0xE8);
        emit32(target - (size + Integer.BYTES));
    }

    /** Ends a function that uses no vectors wider than 128 bits. */
    final void returnPlainly() {
        emit(0xC3);
    }

    /** Brings a line into the second-level cache. It need not be there: beyond the end of memory this does nothing. */
    final void prefetch(Register base, int displacement) {
        extension(base);
        emit(0x0F, 0x18);
        memory(PREFETCH_TO_SECOND_LEVEL, base, displacement, 1);
    }

    /** Subtracts one, and sets the flag that {@link #jumpIfNotZero} looks at. */
    final void decrement(Register target) {
        emit(0x48 | target.high(), 0xFF, 0xC8 | target.low());
    }

    /** Jumps back, to a place that {@link #here} gave. */
    final void jumpIfNotZero(int target) {
        emit(0x0F, 0x85);
        emit32(target - (size + Integer.BYTES));
    }

    /** Ends the function. The upper parts of the registers are cleared, for code with other vectors is slow otherwise. */
    final void returnToCaller() {
        emit(0xC5, 0xF8, 0x77, 0xC3); // vzeroupper, ret
    }

    /** {@code target = op(first, second)}; instructions with one source want {@code first} = 0. */
    final void emit(Opcode op, int target, int first, int second) {
        prefix(op, target, first, second, 0);
        modRm(target, second);
    }

    /** {@code target = op(first, memory)}. */
    final void emit(Opcode op, int target, int first, Register base, int displacement) {
        prefix(op, target, first, base.number(), 0);
        memory(target, base, displacement, displacementUnit(op));
    }

    /** {@code target = op(first, memory)}, at the sum of two registers and a displacement. */
    final void emit(Opcode op, int target, int first, Register base, Register index, int displacement) {
        prefix(op, target, first, base.number(), index.number());
        memory(target, WITH_INDEX, index.low() << 3 | base.low(), displacement, displacementUnit(op));
    }

    /** {@code target = op(first, second)}, with an immediate byte. */
    final void emitImmediate(Opcode op, int target, int first, int second, int immediate) {
        emit(op, target, first, second);
        emit(immediate);
    }

    /** {@code target = op(first, memory)}, with an immediate byte. */
    final void emitImmediate(Opcode op, int target, int first, Register base, int displacement, int immediate) {
        emit(op, target, first, base, displacement);
        emit(immediate);
    }

    /** {@code target = op(source)}, with an immediate byte; for opcodes that are extended. */
    final void emitImmediate(Opcode op, int target, int source, int immediate) {
        prefix(op, 0, target, source, 0);
        modRm(op.extension(), source);
        emit(immediate);
    }

    /**
     * Emits all of an instruction up to its opcode.
     *
     * @param reg the register of the ModR/M byte's register field; 0 where that extends the opcode
     * @param vvvv the register that only the prefix names: source 1, or the target of extended opcodes
     * @param rm the vector register, or the base of memory, that the ModR/M byte names last
     * @param index the register that is added to the base; 0 where none is
     */
    abstract void prefix(Opcode op, int reg, int vvvv, int rm, int index);

    /** In what displacements of one byte count. */
    abstract int displacementUnit(Opcode op);

    final void modRm(int reg, int rm) {
        emit(0xC0 | (reg & 7) << 3 | (rm & 7));
    }

    /** An operand in memory. */
    final void memory(int reg, Register base, int displacement, int unit) {
        memory(reg, base.low(), NO_INDEX << 3 | base.low(), displacement, unit);
    }

    /**
     * An operand in memory.
     *
     * @param rm three bits of the base, or {@link #WITH_INDEX}
     * @param baseAndIndex three bits of each, which count in the latter case only
     */
    private void memory(int reg, int rm, int baseAndIndex, int displacement, int unit) {
        int units = displacement / unit;
        boolean isShort = displacement % unit == 0 && units == (byte) units;
        emit((isShort ? 0x40 : 0x80) | (reg & 7) << 3 | rm);
        if (rm == WITH_INDEX) {
            emit(baseAndIndex);
        }
        if (isShort) {
            emit(units);
        } else {
            emit32(displacement);
        }
    }
}
