package org.serai.device.cpu.x86;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.device.Phase;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.format.WeightFormats;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.kernel.Operand;
import org.serai.device.cpu.kernel.Packing;
import org.serai.device.cpu.kernel.Preparation;
import org.serai.device.cpu.kernel.Workspace;
import org.serai.tck.SampleWeights;

/** The assembled kernels give the bits of their definition, for every set of instructions, format, shape and number of rows. */
class AssembledKernelsTest {
    private static final float UNTOUCHED = 12345;
    private static final int MARGIN = 37;

    private static final Map<InstructionSet, Kernels> KERNELS = new EnumMap<>(InstructionSet.class);

    /** Of a CPU's own set; where it has none, the test is skipped and says why. */
    private static Kernels kernels(InstructionSet set) {
        return KERNELS.computeIfAbsent(set, DetectedKernels::orAbort);
    }

    static Stream<Arguments> setsAndFormats() {
        return Arrays.stream(InstructionSet.values()).flatMap(set -> formats()
                .map(format -> Arguments.argumentSet(set + ", " + format.type(), set, format)));
    }

    private static Stream<BlockFormat> formats() {
        return WeightFormats.types().stream()
                .sorted()
                .map(type -> WeightFormats.of(type).orElseThrow())
                .filter(BlockFormat.class::isInstance)
                .map(BlockFormat.class::cast);
    }

    @ParameterizedTest
    @MethodSource("setsAndFormats")
    void multipliesAsDefined(InstructionSet set, BlockFormat format) {
        Kernels kernels = kernels(set);
        Random random = new Random(format.type().name().hashCode());
        int block = format.type().blockElements();
        for (int rows : new int[] {1, 16, 31, 33, 64}) {
            for (int columns : new int[] {block, 3 * block}) {
                SampleWeights sample = SampleWeights.random("w", format.type(), rows, columns, random);
                AssembledMatrix matrix = pack(kernels, format, sample);
                for (int count : new int[] {1, 2, 3, 4, 5, 6, 7, 11, 13, 40}) {
                    float[] x = activations(count * columns, random);
                    check(Phase.PREFILL, format, sample, matrix, x, count, random.nextBoolean());
                    check(Phase.PREFILL, format, sample, matrix.finer(), x, count, random.nextBoolean());
                    check(Phase.DECODE, format, sample, matrix, x, count, random.nextBoolean());
                }
            }
        }
    }

    private static AssembledMatrix pack(Kernels kernels, BlockFormat format, SampleWeights sample) {
        int rows = rows(sample);
        int columns = columns(sample);
        MemorySegment image = Arena.ofAuto().allocate(kernels.bytes(format, rows, columns));
        Packing packing = kernels.packing(format, rows, columns, sample.data(), image);
        int middle = packing.units() / 2;
        packing.pack(middle, packing.units());
        packing.pack(0, middle);
        return assertInstanceOf(AssembledMatrix.class, kernels.matrix(format, rows, columns, image));
    }

    private static void check(
            Phase phase,
            BlockFormat format,
            SampleWeights sample,
            AssembledMatrix matrix,
            float[] x,
            int count,
            boolean accumulate) {
        int terms = matrix.preparation(phase).layout().terms();
        int columns = columns(sample);
        int outColumns = rows(sample) + 3;
        float[] expected = new float[count * outColumns + MARGIN];
        Arrays.fill(expected, UNTOUCHED);
        float[] actual = expected.clone();
        byte[] bytes = sample.data().toArray(ValueLayout.JAVA_BYTE);
        int rowBytes = bytes.length / rows(sample);
        for (int c = 0; c < rows(sample); c++) {
            byte[] row = Arrays.copyOfRange(bytes, c * rowBytes, (c + 1) * rowBytes);
            for (int r = 0; r < count; r++) {
                float product = ProductDefinition.multiply(format, row, x, r * columns, columns, terms);
                int at = r * outColumns + c;
                expected[at] = accumulate ? expected[at] + product : product;
            }
        }
        Operand operand = new Operand();
        operand.set(phase, x, count, columns);
        Preparation preparation = matrix.preparation(phase);
        int units = preparation.units(operand);
        preparation.prepare(operand, units / 2, units);
        preparation.prepare(operand, 0, units / 2);
        Workspace workspace = new Workspace();
        int middle = matrix.groups() / 2;
        matrix.multiply(operand, actual, outColumns, accumulate, middle, matrix.groups(), workspace);
        matrix.multiply(operand, actual, outColumns, accumulate, 0, middle, workspace);
        assertArrayEquals(
                expected,
                actual,
                phase + ", " + format.type() + ", " + rows(sample) + "×" + columns + ", " + count + " rows");
    }

    @Test
    void layoutsOfOtherInterleavingHaveOtherNames() {
        assertNotEquals(
                kernels(InstructionSet.AVX512_VNNI).layout(),
                kernels(InstructionSet.AVX2).layout());
    }

    @ParameterizedTest
    @MethodSource("setsAndFormats")
    void decodesRowsToTheBit(InstructionSet set, BlockFormat format) {
        Kernels kernels = kernels(set);
        Random random = new Random(7);
        SampleWeights sample =
                SampleWeights.random("w", format.type(), 70, 3 * format.type().blockElements(), random);
        AssembledMatrix matrix = pack(kernels, format, sample);
        float[] row = new float[columns(sample) + 1];
        for (int r = 0; r < rows(sample); r++) {
            matrix.row(r, row, 1);
            assertArrayEquals(sample.row(r), Arrays.copyOfRange(row, 1, row.length));
        }
    }

    @ParameterizedTest
    @MethodSource("setsAndFormats")
    void numbersThatAreNoneMakeTheirProductsNone(InstructionSet set, BlockFormat format) {
        Kernels kernels = kernels(set);
        int columns = format.type().blockElements();
        SampleWeights sample = SampleWeights.random("w", format.type(), 32, columns, new Random(8));
        AssembledMatrix matrix = pack(kernels, format, sample);
        for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] x = new float[2 * columns];
            Arrays.fill(x, 1);
            x[columns + 3] = odd;
            Operand operand = new Operand();
            operand.set(Phase.DECODE, x, 2, columns);
            Preparation preparation = matrix.preparation(Phase.DECODE);
            preparation.prepare(operand, 0, preparation.units(operand));
            float[] out = new float[64];
            matrix.multiply(operand, out, 32, false, 0, 1, new Workspace());
            for (int c = 0; c < 32; c++) {
                assertEquals(true, Float.isFinite(out[c]));
                assertEquals(Float.NaN, out[32 + c]);
            }
        }
    }

    private static int rows(SampleWeights sample) {
        return (int) sample.info().rows();
    }

    private static int columns(SampleWeights sample) {
        return (int) sample.info().columns();
    }

    /** Numbers of all sizes: runs of zeros, of tiny and huge ones, and ones with a tie between two codes. */
    private static float[] activations(int count, Random random) {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
            x[i] = switch (i / 32 % 7) {
                case 0 -> 0;
                case 1 -> (float) random.nextGaussian() * 1e-30f;
                case 2 -> (float) random.nextGaussian() * 1e-38f;
                case 3 -> (float) random.nextGaussian() * 1e20f;
                case 4 -> i % 32 == 0 ? 127 : random.nextInt(-254, 255) / 2f;
                default -> (float) random.nextGaussian();
            };
        }
        return x;
    }
}
