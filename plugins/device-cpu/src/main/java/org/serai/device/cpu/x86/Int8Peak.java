package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.EvexOpcode.VPDPBUSD;
import static org.serai.device.cpu.x86.EvexOpcode.VPXORD;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;

/**
 * A loop of nothing but products of bytes in registers: no kernel does more of them in a second. Its function is
 * {@code void peak(long rounds)}.
 */
@SuppressWarnings("restricted") // what is called was assembled here
public final class Int8Peak {
    /** Independent sums: enough to hide the latency of two products in each cycle. */
    private static final int SUMS = 24;

    private static final int FACTORS = 24;
    private static final int BYTES = 64;

    private final MethodHandle function;

    private Int8Peak(MemorySegment code) {
        function = Linker.nativeLinker().downcallHandle(code, FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));
    }

    /** The loop, where {@link AssembledKernels} can compute on this machine. */
    public static Optional<Int8Peak> assemble() {
        try {
            return AssembledKernels.obstacle().isEmpty()
                    ? Optional.of(new Int8Peak(ExecutableMemory.of(code())))
                    : Optional.empty();
        } catch (UnavailableException e) {
            return Optional.empty();
        }
    }

    private static byte[] code() {
        Assembler code = new Assembler();
        for (int register = 0; register <= FACTORS; register++) {
            code.emit(VPXORD, register, register, register);
        }
        int loop = code.here();
        for (int sum = 0; sum < SUMS; sum++) {
            code.emit(VPDPBUSD, sum, FACTORS, FACTORS);
        }
        code.decrement(Register.RDI);
        code.jumpIfNotZero(loop);
        code.returnToCaller();
        return code.toByteArray();
    }

    /** Multiplications and additions in a number of rounds. */
    public static long operations(long rounds) {
        return 2L * SUMS * BYTES * rounds;
    }

    /** Runs the loop. */
    public void run(long rounds) {
        try {
            function.invokeExact(rounds);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // the call declares nothing else
        }
    }
}
