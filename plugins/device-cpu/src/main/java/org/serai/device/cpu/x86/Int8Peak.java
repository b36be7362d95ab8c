package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.Opcode.VPADDW;
import static org.serai.device.cpu.x86.Opcode.VPDPBUSD;
import static org.serai.device.cpu.x86.Opcode.VPMADDUBSW;
import static org.serai.device.cpu.x86.Opcode.VPXOR;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;

/**
 * A loop of nothing but products of bytes in registers, for the best set of instructions: no kernel does more of them in a
 * second. Its function is {@code void peak(long rounds)}.
 */
@SuppressWarnings("restricted") // what is called was assembled here
public final class Int8Peak {
    /** Independent sums: enough to hide the latency of two products in each cycle. */
    private static final int SUMS = 12;

    private static final int FACTORS = SUMS;
    private static final int PRODUCTS = SUMS + 1;

    private final MethodHandle function;
    private final InstructionSet set;

    private Int8Peak(InstructionSet set, MemorySegment code) {
        this.set = set;
        function = Linker.nativeLinker().downcallHandle(code, FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));
    }

    /**
     * The loop, where {@link AssembledKernels} can compute on this machine.
     *
     * @param listener is told of the function
     */
    public static Optional<Int8Peak> assemble(CodeListener listener) {
        try {
            for (InstructionSet set : InstructionSet.values()) {
                if (AssembledKernels.obstacle(set).isEmpty()) {
                    MemorySegment[] functions = ExecutableMemory.of(
                            new byte[][] {code(set)}, new String[] {"int8-peak"}, listener.within(set.word()));
                    return Optional.of(new Int8Peak(set, functions[0]));
                }
            }
            return Optional.empty();
        } catch (UnavailableException e) {
            return Optional.empty();
        }
    }

    private static byte[] code(InstructionSet set) {
        Assembler code = set.assembler();
        for (int register = 0; register <= FACTORS; register++) {
            code.emit(VPXOR, register, register, register);
        }
        int loop = code.here();
        for (int sum = 0; sum < SUMS; sum++) {
            if (set.hasVnni()) {
                code.emit(VPDPBUSD, sum, FACTORS, FACTORS);
            } else {
                code.emit(VPMADDUBSW, PRODUCTS, FACTORS, FACTORS);
                code.emit(VPADDW, sum, sum, PRODUCTS);
            }
        }
        code.decrement(Register.RDI);
        code.jumpIfNotZero(loop);
        code.returnToCaller();
        return code.toByteArray();
    }

    /** Multiplications and additions in a number of rounds. */
    public long operations(long rounds) {
        return 2L * SUMS * 4 * set.interleaving().lanes() * rounds;
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
