package org.serai.device.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.serai.device.cpu.x86.AttentionLayout.STRIP;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Functions in the form for Windows give the same bits as in the form for System V and leave alone what belongs to their caller. They
 * are called by {@link WindowsCaller}, which stands between the JVM's convention and that of Windows.
 */
@SuppressWarnings("restricted") // what is called was assembled here
class CallingConventionTest {
    private static final int SPANS = 2;
    private static final int TILES = 2;
    private static final int TOKENS = 5;

    /** Where operands begin behind what pointers point to. */
    private static final int FIRST = 4;

    /** Of each buffer; a function gets a place in the middle. */
    private static final int BYTES = 1 << 17;

    @BeforeAll
    static void needsSystemV() {
        assumeTrue(
                CallingConvention.ofSystem() == CallingConvention.SYSTEM_V,
                "the JVM itself calls functions as Windows does");
    }

    @ParameterizedTest
    @MethodSource("org.serai.device.cpu.x86.GuardPagesTest#layouts")
    void products(InstructionSet set, BlockLayout layout) throws Throwable {
        DetectedKernels.orAbort(set);
        for (int terms = 1; terms <= 2; terms++) {
            for (int height = 1; height <= layout.interleaving().tileLines() / terms; height++) {
                int streams = layout.interleaving().streams(height * terms);
                byte[] code = ProductKernel.generate(set.steps(layout), height, terms, true, streams);
                long rowBytes = (long) streams * BlockLayout.ROWS * Float.BYTES;
                check(code, height, Halves.of(SPANS, TILES), Halves.of(rowBytes, FIRST), FIRST);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void attention(InstructionSet set) throws Throwable {
        DetectedKernels.orAbort(set);
        AttentionLayout layout = new AttentionLayout(STRIP, STRIP, STRIP);
        for (int height = 1; height <= AttentionTiles.HIGHEST; height++) {
            AttentionTiles.Tile size = new AttentionTiles.Tile(height, 1);
            check(AttentionKernel.score(set, layout, size), height, TILES, Halves.of(FIRST, FIRST), FIRST);
            check(
                    AttentionKernel.sum(set, layout, size),
                    height,
                    Halves.of(TILES, TOKENS),
                    Halves.of(FIRST, FIRST),
                    FIRST);
        }
    }

    @Test
    void softmax() throws Throwable {
        DetectedKernels.orAbort(InstructionSet.AVX2);
        AttentionLayout layout = new AttentionLayout(STRIP, 4 * STRIP, STRIP);
        for (int strips = 1; strips <= layout.pageStrips(); strips++) {
            check(SoftmaxKernel.weigh(layout, strips), strips, 2, Halves.of(FIRST, FIRST), 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void quantisation(int terms) throws Throwable {
        DetectedKernels.orAbort(InstructionSet.AVX2);
        byte[] code = QuantisationKernel.generate(terms, true);
        long step = (long) terms * ActivationLayout.LINE_BYTES;
        check(code, terms, Halves.of(2, step), Halves.of(FIRST, FIRST), Halves.of(FIRST, terms * (long) Float.BYTES));
    }

    @Test
    void functionsOfTheSystemVConventionAreAsTheyWereGenerated() {
        byte[] code = {1, 2, 3};
        assertArrayEquals(code, CallingConvention.SYSTEM_V.function(code));
    }

    /** Calls both forms with three operands and three numbers. */
    private static void check(byte[] code, long seed, long fourth, long fifth, long sixth) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            WindowsCaller caller = new WindowsCaller(arena);
            MemorySegment[] functions = ExecutableMemory.of(
                    new byte[][] {code, caller.call(CallingConvention.WINDOWS_X64.function(code))},
                    new String[] {"System V", "Windows"},
                    CodeListener.NONE);
            byte[][] results = new byte[functions.length][];
            for (int i = 0; i < functions.length; i++) {
                Random random = new Random(seed);
                MemorySegment first = bytes(arena, random);
                MemorySegment second = bytes(arena, random);
                MemorySegment result = bytes(arena, random);
                byte[] before = all(first, second, result);
                function(functions[i])
                        .invokeExact(
                                first.asSlice(BYTES / 4),
                                second.asSlice(BYTES / 4),
                                result.asSlice(BYTES / 4),
                                fourth,
                                fifth,
                                sixth);
                results[i] = all(first, second, result);
                assertFalse(Arrays.equals(before, results[i]), "nothing was computed");
            }
            assertArrayEquals(results[0], results[1]);
            assertEquals(caller.expected(), caller.found());
        }
    }

    /** Inputs, too, which some functions change. */
    private static byte[] all(MemorySegment first, MemorySegment second, MemorySegment result) {
        byte[] all = Arrays.copyOf(first.toArray(ValueLayout.JAVA_BYTE), 3 * BYTES);
        MemorySegment.copy(second, ValueLayout.JAVA_BYTE, 0, all, BYTES, BYTES);
        MemorySegment.copy(result, ValueLayout.JAVA_BYTE, 0, all, 2 * BYTES, BYTES);
        return all;
    }

    private static MethodHandle function(MemorySegment code) {
        return Linker.nativeLinker()
                .downcallHandle(
                        code,
                        FunctionDescriptor.ofVoid(
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG));
    }

    private static MemorySegment bytes(Arena arena, Random random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return arena.allocate(BYTES, 64).copyFrom(MemorySegment.ofArray(bytes));
    }
}
