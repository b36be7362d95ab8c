package org.serai.device.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Activations are quantised as defined, byte by byte, with sums of each form, whatever numbers they are, and nothing beside is read
 * or written.
 */
class QuantisationTest {
    private static final int BLOCKS = 40;
    private static final int LINES = 6;
    private static final float[] KINDS = {
        1, -3.5f, 1e30f, 1e-30f, 1e-32f, 1e-33f, 9e-34f, 1e-40f, 0, Float.POSITIVE_INFINITY, Float.NaN
    };

    @BeforeAll
    static void needsAvx2() {
        DetectedKernels.orAbort(InstructionSet.AVX2);
    }

    static Stream<Arguments> forms() {
        return Stream.of(Arguments.of(1, false), Arguments.of(1, true), Arguments.of(2, false), Arguments.of(2, true));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void quantisesAsDefined(int terms, boolean pairs) throws Throwable {
        Quantisation quantisation = Quantisation.assemble(pairs, CodeListener.NONE);
        float[] row = row();
        long tileBytes = (long) BLOCKS * LINES * ActivationLayout.LINE_BYTES;
        GuardedMemory x = new GuardedMemory((long) row.length * Float.BYTES);
        GuardedMemory tile = new GuardedMemory(tileBytes);
        for (int line = 0; line < LINES; line += terms) {
            for (boolean last : new boolean[] {false, true}) {
                long rowBytes = (long) row.length * Float.BYTES;
                MemorySegment source = last ? x.last(rowBytes) : x.first(rowBytes);
                MemorySegment target = last ? tile.last(tileBytes) : tile.first(tileBytes);
                source.copyFrom(MemorySegment.ofArray(row));
                target.fill((byte) 0x55);
                quantisation.quantise(terms, source, 0, target, 0, line, LINES, BLOCKS);
                byte[] actual = target.toArray(ValueLayout.JAVA_BYTE);
                byte[] expected = new byte[actual.length];
                MemorySegment.ofArray(expected).fill((byte) 0x55);
                for (int block = 0; block < BLOCKS; block++) {
                    define(row, block, MemorySegment.ofArray(expected), line, terms, pairs);
                }
                makeAlike(actual);
                makeAlike(expected);
                assertArrayEquals(expected, actual);
            }
        }
    }

    /** Blocks of all magnitudes, some with a number of another kind, some with halves to round, one with the largest sums. */
    private static float[] row() {
        Random random = new Random(1);
        float[] row = new float[BLOCKS * BlockLayout.COLUMNS];
        for (int i = 0; i < row.length; i++) {
            int block = i / BlockLayout.COLUMNS;
            row[i] = block % 4 == 0
                    ? random.nextInt(255) / 2f
                    : (float) (random.nextGaussian() * Math.pow(8, block - 20));
        }
        for (int block = 1; block < BLOCKS; block += 2) {
            int at = block * BlockLayout.COLUMNS;
            if (block % 4 == 1) {
                Arrays.fill(row, at, at + BlockLayout.COLUMNS, 0);
            }
            row[at + random.nextInt(BlockLayout.COLUMNS)] = KINDS[block / 2 % KINDS.length];
        }
        Arrays.fill(row, 4 * BlockLayout.COLUMNS, 5 * BlockLayout.COLUMNS, 2);
        Arrays.fill(row, 8 * BlockLayout.COLUMNS, 9 * BlockLayout.COLUMNS, -2);
        return row;
    }

    private static void define(float[] row, int block, MemorySegment tile, int line, int terms, boolean pairs) {
        int[][] codes = new int[terms][BlockLayout.COLUMNS];
        float[] scales = new float[terms];
        ProductDefinition.quantise(row, block * BlockLayout.COLUMNS, codes, scales);
        long at = (long) block * LINES * ActivationLayout.LINE_BYTES;
        for (int term = 0; term < terms; term++) {
            int[] sums = new int[4]; // of columns 0 and 1 of each quad, and of 2 and 3; then both of the second half
            for (int c = 0; c < BlockLayout.COLUMNS; c++) {
                long codeAt = at + ActivationLayout.codesAt(line + term) + c;
                tile.set(ValueLayout.JAVA_BYTE, codeAt, (byte) codes[term][c]);
                sums[c / 16 * 2 + c % 4 / 2] += codes[term][c];
            }
            int first = negative(sums[0], sums[1], pairs);
            int second = negative(sums[2], sums[3], pairs);
            int whole = negative(sums[0] + sums[2], sums[1] + sums[3], pairs);
            int total = sums[0] + sums[1] + sums[2] + sums[3];
            set(tile, at, ActivationLayout.SCALE, line + term, Float.floatToRawIntBits(scales[term]));
            set(tile, at, ActivationLayout.NEGATIVE_SUM, line + term, whole);
            set(tile, at, ActivationLayout.NEGATIVE_SUM_FIRST, line + term, first);
            set(tile, at, ActivationLayout.NEGATIVE_SUM_SECOND, line + term, second);
            int scaled = Float.floatToRawIntBits(scales[term] * total);
            set(tile, at, ActivationLayout.SCALED_SUM, line + term, scaled);
        }
    }

    private static int negative(int lower, int upper, boolean pairs) {
        return pairs ? (-lower & 0xFFFF) | (-upper << Short.SIZE) : -(lower + upper);
    }

    private static void set(MemorySegment tile, long at, int number, int line, int value) {
        tile.set(ValueLayout.JAVA_INT_UNALIGNED, at + ActivationLayout.numberAt(number, line, LINES), value);
    }

    /** Makes all scales and scaled sums that are no numbers the same one: which it is depends on the order of operands. */
    private static void makeAlike(byte[] tile) {
        MemorySegment memory = MemorySegment.ofArray(tile);
        for (int block = 0; block < BLOCKS; block++) {
            for (int line = 0; line < LINES; line++) {
                for (int number : new int[] {ActivationLayout.SCALE, ActivationLayout.SCALED_SUM}) {
                    long at = (long) block * LINES * ActivationLayout.LINE_BYTES
                            + ActivationLayout.numberAt(number, line, LINES);
                    if (Float.isNaN(memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at))) {
                        memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, Float.NaN);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void beginsWhereItIsTold(int terms, boolean pairs) throws Exception {
        Quantisation quantisation = Quantisation.assemble(pairs, CodeListener.NONE);
        float[] x = new float[3 * BlockLayout.COLUMNS];
        Arrays.fill(x, BlockLayout.COLUMNS, 2 * BlockLayout.COLUMNS, 1);
        long tile = 24;
        MemorySegment target = MemorySegment.ofArray(new byte[24 + 2 * ActivationLayout.LINE_BYTES]);
        quantisation.quantise(
                terms, MemorySegment.ofArray(x), (long) BlockLayout.COLUMNS * Float.BYTES, target, tile, 0, terms, 1);
        assertEquals(0, target.get(ValueLayout.JAVA_BYTE, tile - 1));
        assertEquals(QuantisedActivations.LARGEST_CODE, target.get(ValueLayout.JAVA_BYTE, tile));
    }
}
