package org.serai.device.cpu.x86;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.serai.device.cpu.x86.ExecutableMemory.UnavailableException;

/**
 * What the CPU offers to kernels, as the CPU itself says (the instructions {@code CPUID} and {@code XGETBV}): the
 * operating system has to keep the registers, too, when it switches between threads.
 *
 * @param avx512Vnni 512-bit registers with masks for bytes, and products of bytes that are added to 32-bit numbers
 * @param avxVnni the same products on 256-bit registers, and all that {@code avx2} says
 * @param avx2 256-bit registers with integers, fused multiply-adds and conversions of F16
 */
@SuppressWarnings("restricted") // what is called stands below
record CpuFeatures(boolean avx512Vnni, boolean avxVnni, boolean avx2) {
    /** XMM and YMM registers are kept. */
    private static final int YMM_STATE = 0b0000_0110;

    /** XMM, YMM, mask and both parts of ZMM registers are kept. */
    private static final int ZMM_STATE = 0b1110_0110;

    private static final int FMA = 1 << 12;
    private static final int OSXSAVE = 1 << 27;
    private static final int AVX = 1 << 28;
    private static final int F16C = 1 << 29;
    private static final int AVX2 = 1 << 5;
    private static final int AVX512F = 1 << 16;
    private static final int AVX512BW = 1 << 30;
    private static final int AVX512_VNNI = 1 << 11;
    private static final int AVX_VNNI = 1 << 4;

    /** Code of {@code void cpuid(int leaf, int subleaf, int[4] target)}. RBX belongs to the caller. */
    private static final byte[] CPUID = bytes(
            0x53, 0x49, 0x89, 0xD0, 0x89, 0xF8, 0x89, 0xF1, 0x0F, 0xA2, 0x41, 0x89, 0x00, 0x41, 0x89, 0x58, 0x04, 0x41,
            0x89, 0x48, 0x08, 0x41, 0x89, 0x50, 0x0C, 0x5B, 0xC3);

    /** Code of {@code int xgetbv0()}. */
    private static final byte[] XGETBV = bytes(0x31, 0xC9, 0x0F, 0x01, 0xD0, 0xC3);

    /**
     * Asks the CPU, which has to be an x86-64.
     *
     * @throws UnavailableException where the system gives no executable memory
     */
    static CpuFeatures detect() throws UnavailableException {
        int[] first = cpuid(1, 0);
        int[] extended = cpuid(7, 0);
        int[] further = extended[0] > 0 ? cpuid(7, 1) : new int[4];
        int state = has(first[2], OSXSAVE) ? xgetbv() : 0;
        boolean ymm = has(state, YMM_STATE);
        boolean zmm = has(state, ZMM_STATE);
        boolean avx2 = ymm && has(first[2], AVX | FMA | F16C) && has(extended[1], AVX2);
        return new CpuFeatures(
                zmm && has(extended[1], AVX512F | AVX512BW) && has(extended[2], AVX512_VNNI),
                avx2 && has(further[0], AVX_VNNI),
                avx2);
    }

    private static boolean has(int register, int bits) {
        return (register & bits) == bits;
    }

    /** EAX, EBX, ECX and EDX of a leaf. */
    private static int[] cpuid(int leaf, int subleaf) throws UnavailableException {
        int[] registers = new int[4];
        MethodHandle call = Linker.nativeLinker()
                .downcallHandle(
                        ExecutableMemory.of(CPUID),
                        FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
                        Linker.Option.critical(true));
        try {
            call.invokeExact(leaf, subleaf, MemorySegment.ofArray(registers));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        return registers;
    }

    private static int xgetbv() throws UnavailableException {
        MethodHandle call = Linker.nativeLinker()
                .downcallHandle(ExecutableMemory.of(XGETBV), FunctionDescriptor.of(ValueLayout.JAVA_INT));
        try {
            return (int) call.invokeExact();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
