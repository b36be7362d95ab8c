package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.Register.*;

import java.util.Arrays;

/**
 * How a system's code calls functions. What is generated is for System V's convention: whole numbers come in {@code RDI, RSI,
 * RDX, RCX, R8, R9}, {@code RBX}, {@code RBP} and {@code R12} to {@code R15} are to be left as they were, and vector registers are not.
 * Under another convention a function begins with an entry that calls it so.
 */
enum CallingConvention {
    /** That of Linux and macOS, and of what is generated. */
    SYSTEM_V {
        @Override
        byte[] function(byte[] code) {
            return code;
        }
    },

    /**
     * That of Windows: whole numbers come in {@code RCX, RDX, R8, R9}, further ones on the stack, above the return address and
     * 32 bytes that are the function's own; {@code RSI}, {@code RDI} and {@code XMM6} to {@code XMM15} are to be left as they were, too.
     * (x64 calling convention, Microsoft.) Debuggers cannot unwind the entry, for there is no table that describes it; neither
     * do they need to, because nothing in it or in the functions fails.
     */
    WINDOWS_X64 {
        @Override
        byte[] function(byte[] code) {
            Assembler entry = new VexAssembler();
            entry.push(RDI);
            entry.push(RSI);
            entry.add(RSP, -SAVED_BYTES);
            for (int i = 0; i < SAVED_VECTORS; i++) {
                entry.storeToStack(VECTOR_BYTES * i, FIRST_SAVED_VECTOR + i);
            }
            entry.move(RDI, RCX);
            entry.move(RSI, RDX);
            entry.move(RDX, R8);
            entry.move(RCX, R9);
            // a function of fewer takes no notice; the caller's frame reaches so far in any case
            entry.loadFromStack(R8, FIFTH_ARGUMENT);
            entry.loadFromStack(R9, FIFTH_ARGUMENT + Long.BYTES);
            byte[] exit = exit();
            int returned = entry.here() + CALL_BYTES;
            int at = Math.ceilDiv(returned + exit.length, ALIGNMENT) * ALIGNMENT;
            entry.call(at);
            byte[] function = Arrays.copyOf(entry.toByteArray(), at + code.length);
            System.arraycopy(exit, 0, function, returned, exit.length);
            System.arraycopy(code, 0, function, at, code.length);
            return function;
        }

        private byte[] exit() {
            Assembler exit = new VexAssembler();
            for (int i = 0; i < SAVED_VECTORS; i++) {
                exit.loadFromStack(FIRST_SAVED_VECTOR + i, VECTOR_BYTES * i);
            }
            exit.add(RSP, SAVED_BYTES);
            exit.pop(RSI);
            exit.pop(RDI);
            exit.returnPlainly();
            return exit.toByteArray();
        }
    };

    private static final int FIRST_SAVED_VECTOR = 6;
    private static final int SAVED_VECTORS = 10;
    private static final int VECTOR_BYTES = 16;

    /** Of the vector registers, and so many more that the function's frame begins at a multiple of 16. */
    private static final int SAVED_BYTES = SAVED_VECTORS * VECTOR_BYTES + Long.BYTES;

    /** Behind what was saved, two registers, the return address and the 32 bytes. */
    private static final int FIFTH_ARGUMENT = SAVED_BYTES + 2 * Long.BYTES + Long.BYTES + 32;

    private static final int CALL_BYTES = 5;

    /** The generated code keeps its place in lines of the cache. */
    private static final int ALIGNMENT = 64;

    /** That of this system. */
    static CallingConvention ofSystem() {
        return System.getProperty("os.name").startsWith("Windows") ? WINDOWS_X64 : SYSTEM_V;
    }

    /** Makes a function that is called so of one that was generated, which has six arguments at most. */
    abstract byte[] function(byte[] code);
}
