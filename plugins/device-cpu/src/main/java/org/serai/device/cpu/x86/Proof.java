package org.serai.device.cpu.x86;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.serai.device.Phase;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.kernel.Operand;
import org.serai.device.cpu.kernel.Preparation;
import org.serai.device.cpu.kernel.Workspace;

/**
 * Compares functions with their definition before they are used: a CPU, a hypervisor or an emulator may differ from what
 * the functions were assembled for. Weights are random bytes, among which are infinite scales and such as are no numbers, and
 * rows of nothing but the largest or smallest codes; activations are random, and in every other block as large as codes can be.
 */
final class Proof {
    /** As many groups as are multiplied together, and a part of one. */
    private static final int ROWS = 4 * BlockLayout.ROWS + 5;

    /** After so many, rows come again: their products are computed once by their definition, and no two groups are alike. */
    private static final int DIFFERENT_ROWS = BlockLayout.ROWS + 5;

    /** Bytes of which codes of all formats are at an end of their range, with one sign and the other. */
    private static final byte[] EXTREMES = {(byte) 0xFF, 0, (byte) 0x80, 0x7F};

    /** A byte of scales that are numbers, whatever they are made of. */
    private static final byte SCALE = 0x11;

    /** Every so many rows of weights are extreme. */
    private static final int EXTREME_ROWS = 4;

    private static final int ALIGNMENT = 64;
    private static final int SEED = 1;

    private final BlockFormat format;
    private final int columns;
    private final byte[][] weights;
    private final float[] x;
    private final AssembledMatrix matrix;

    private Proof(BlockFormat format, ProductFunctions functions) {
        this.format = format;
        columns = Math.max(2 * BlockLayout.COLUMNS, format.type().blockElements());
        Random random = new Random(SEED);
        int rowBytes = Math.toIntExact(format.type().bytes(columns));
        weights = new byte[DIFFERENT_ROWS][rowBytes];
        for (int row = 0; row < DIFFERENT_ROWS; row++) {
            if (row % EXTREME_ROWS == 0) {
                extremeRow(weights[row], EXTREMES[row / EXTREME_ROWS % EXTREMES.length]);
            } else {
                random.nextBytes(weights[row]);
            }
        }
        byte[] data = new byte[ROWS * rowBytes];
        for (int row = 0; row < ROWS; row++) {
            System.arraycopy(weights[row % DIFFERENT_ROWS], 0, data, row * rowBytes, rowBytes);
        }
        x = new float[functions.layout().interleaving().tileLines() * columns];
        for (int i = 0; i < x.length; i++) {
            int block = i / BlockLayout.COLUMNS;
            x[i] = block % 2 == 1
                    ? extremeActivation(i, block / 2)
                    : (float) random.nextGaussian() * (i % 5 == 0 ? 1e-6f : 1);
        }
        BlockLayout layout = functions.layout();
        MemorySegment image = Arena.ofAuto().allocate(AssembledMatrix.bytes(layout, ROWS, columns), ALIGNMENT);
        AssembledPacking packing =
                new AssembledPacking(format, layout, ROWS, columns, MemorySegment.ofArray(data), image);
        packing.pack(0, packing.units());
        matrix = new AssembledMatrix(ROWS, columns, image, functions);
    }

    /** Fills a row with a byte, but for those bytes that no code depends on: they are of scales. */
    private void extremeRow(byte[] row, byte filler) {
        byte[] tested = new byte[row.length];
        byte[] zeros = new byte[columns];
        format.rowCodes(tested, columns, zeros);
        byte[] codes = new byte[columns];
        for (int i = 0; i < row.length; i++) {
            tested[i] = (byte) 0xFF;
            format.rowCodes(tested, columns, codes);
            row[i] = Arrays.equals(zeros, codes) ? SCALE : filler;
            tested[i] = 0;
        }
    }

    /** All of one sign or of the other; or two by two, which are added first, of both. */
    private static float extremeActivation(int index, int pattern) {
        return switch (pattern % 3) {
            case 0 -> 1;
            case 1 -> -1;
            default -> index / 2 % 2 == 0 ? 1 : -1;
        };
    }

    /** True where the functions give the bits of their definition, in every height of tile. */
    static boolean holds(BlockFormat format, ProductFunctions functions) {
        return new Proof(format, functions).holds();
    }

    private boolean holds() {
        return holds(matrix) && holds(matrix.finer());
    }

    private boolean holds(AssembledMatrix tested) {
        ActivationLayout layout = tested.preparation(Phase.PREFILL).layout();
        float[] expected = new float[layout.tileRows() * ROWS];
        for (int r = 0; r < layout.tileRows(); r++) {
            for (int c = 0; c < DIFFERENT_ROWS; c++) {
                expected[r * ROWS + c] =
                        ProductDefinition.multiply(format, weights[c], x, r * columns, columns, layout.terms());
            }
            for (int c = DIFFERENT_ROWS; c < ROWS; c++) {
                expected[r * ROWS + c] = expected[r * ROWS + c - DIFFERENT_ROWS];
            }
        }
        boolean holds = true;
        for (int height = 1; height <= layout.tileRows(); height++) {
            holds &= holds(tested, expected, height);
        }
        return holds;
    }

    private boolean holds(AssembledMatrix tested, float[] expected, int height) {
        Operand operand = new Operand();
        operand.set(Phase.PREFILL, x, height, columns);
        Preparation preparation = tested.preparation(Phase.PREFILL);
        preparation.prepare(operand, 0, preparation.units(operand));
        Workspace workspace = new Workspace();
        float[] out = new float[height * ROWS];
        tested.multiply(operand, out, ROWS, false, 0, tested.groups(), workspace);
        boolean holds = Arrays.equals(out, 0, out.length, expected, 0, out.length);
        Arrays.fill(out, 1);
        tested.multiply(operand, out, ROWS, true, 0, tested.groups(), workspace);
        for (int i = 0; i < out.length; i++) {
            holds &= Float.compare(out[i], 1 + expected[i]) == 0;
        }
        return holds;
    }
}
