package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.Register.*;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * Makes functions of System V's convention that call a function of Windows' with the same six arguments. Before, they fill all that the
 * latter has to leave as it was with numbers, and afterwards they write down what is there.
 */
final class WindowsCaller {
    private static final int FIRST_VECTOR = 6;
    private static final int VECTORS = 10;
    private static final int VECTOR_BYTES = 16;
    private static final Register[] KEPT = {RBX, RBP, RSI, RDI};
    private static final int STATE_BYTES = VECTORS * VECTOR_BYTES + KEPT.length * Long.BYTES;

    /** Room of the called function, two arguments and eight bytes so that all begins at a multiple of 16. */
    private static final int FRAME_BYTES = 32 + 2 * Long.BYTES + Long.BYTES;

    private final MemorySegment before;
    private final MemorySegment after;

    /** @param arena of the memory that the functions refer to */
    WindowsCaller(Arena arena) {
        byte[] numbers = new byte[STATE_BYTES];
        new Random(STATE_BYTES).nextBytes(numbers);
        before = arena.allocate(STATE_BYTES, VECTOR_BYTES).copyFrom(MemorySegment.ofArray(numbers));
        after = arena.allocate(STATE_BYTES, VECTOR_BYTES);
    }

    /** What the registers were filled with. */
    String expected() {
        return HexFormat.of().formatHex(before.toArray(ValueLayout.JAVA_BYTE));
    }

    /** What was in them after the last call. */
    String found() {
        return HexFormat.of().formatHex(after.toArray(ValueLayout.JAVA_BYTE));
    }

    byte[] call(byte[] windowsFunction) {
        Assembler code = new VexAssembler();
        code.push(RBX);
        code.push(RBP);
        code.add(RSP, -FRAME_BYTES);
        storeToStack(code, 32, R8);
        storeToStack(code, 40, R9);
        code.move(R9, RCX);
        code.move(R8, RDX);
        code.move(RDX, RSI);
        code.move(RCX, RDI);
        address(code, before);
        state(code, 0x10, 0x8B);
        int callBytes = 5;
        byte[] end = end();
        int target = code.here() + callBytes + end.length;
        code.call(target);
        byte[] all = Arrays.copyOf(code.toByteArray(), target + windowsFunction.length);
        System.arraycopy(end, 0, all, target - end.length, end.length);
        System.arraycopy(windowsFunction, 0, all, target, windowsFunction.length);
        return all;
    }

    private byte[] end() {
        Assembler code = new VexAssembler();
        address(code, after);
        state(code, 0x11, 0x89);
        code.add(RSP, FRAME_BYTES);
        code.pop(RBP);
        code.pop(RBX);
        code.returnToCaller();
        return code.toByteArray();
    }

    /** Loads or stores all registers, at what RAX says: {@code movups}, {@code mov}. */
    private static void state(Assembler code, int vectorOpcode, int opcode) {
        for (int i = 0; i < VECTORS; i++) {
            int vector = FIRST_VECTOR + i;
            code.emit(0x40 | vector >> 3 << 2, 0x0F, vectorOpcode);
            code.memory(vector, RAX, i * VECTOR_BYTES, 1);
        }
        for (int i = 0; i < KEPT.length; i++) {
            code.emit(0x48, opcode);
            code.memory(KEPT[i].number(), RAX, VECTORS * VECTOR_BYTES + i * Long.BYTES, 1);
        }
    }

    /** {@code mov rax, address}. */
    private static void address(Assembler code, MemorySegment memory) {
        code.emit(0x48, 0xB8);
        code.emit32((int) memory.address());
        code.emit32((int) (memory.address() >> 32));
    }

    private static void storeToStack(Assembler code, int at, Register source) {
        code.emit(0x48 | source.high() << 2, 0x89, 0x84 | source.low() << 3, 0x24);
        code.emit32(at);
    }
}
