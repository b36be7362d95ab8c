package org.serai.device.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.device.Activation;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.scalar.ScalarKernels;

/** The vector kernels against the definition, over sizes, offsets and extremes; nothing beyond their part is touched. */
class VectorKernelsTest {
    private static final Kernels VECTOR = new VectorKernels();
    private static final Kernels SCALAR = new ScalarKernels();
    /** Half a unit in the last place. */
    private static final double U = 0x1p-24;

    private static final float UNTOUCHED = 12345;
    private static final int MARGIN = 5;

    static IntStream sizes() {
        return IntStream.concat(IntStream.rangeClosed(1, 70), IntStream.of(127, 576, 896, 1000));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void normalisesAsDefined(int columns) {
        Random random = new Random(columns);
        float[] gain = numbers(columns, 2, random);
        for (int offset = 0; offset < 4; offset++) {
            float[] x = numbers(offset + columns + MARGIN, 3, random);
            float[] expected = untouched(offset + columns + MARGIN);
            float[] actual = expected.clone();
            SCALAR.rmsNorm(expected, offset, x, offset, columns, gain, 1e-6f);
            VECTOR.rmsNorm(actual, offset, x, offset, columns, gain, 1e-6f);
            for (int i = 0; i < actual.length; i++) {
                // Half of the error of the sum of squares, then a root, a division and two products.
                double bound = (columns / 2.0 + 6) * U * Math.abs(expected[i]);
                assertEquals(expected[i], actual[i], inside(i, offset, columns) ? bound : 0);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void gatesAsDefined(Activation activation) {
        for (int count : sizes().toArray()) {
            Random random = new Random(count);
            for (int offset = 0; offset < 4; offset++) {
                float[] gate = numbers(offset + count + MARGIN, 6, random);
                float[] up = numbers(offset + count + MARGIN, 2, random);
                float[] expected = gate.clone();
                float[] actual = gate.clone();
                SCALAR.gate(activation, expected, offset, up, offset, count);
                VECTOR.gate(activation, actual, offset, up, offset, count);
                for (int i = 0; i < actual.length; i++) {
                    double argument = activation == Activation.SILU ? 1 : 4 * (1 + gate[i] * gate[i]);
                    // 1 + tanh cancels in the definition, too.
                    double bound = (0x1p-21 + 4 * U + argument * 4 * U * Math.abs(gate[i])) * Math.abs(expected[i])
                            + 0x1p-50 * Math.abs(gate[i] * up[i]);
                    assertEquals(expected[i], actual[i], inside(i, offset, count) ? bound : 0, "gate " + gate[i]);
                }
            }
        }
    }

    @Test
    void exponentialsAreWithinTheStatedError() {
        float[] out = new float[Lanes.COUNT];
        for (float x = -87.3f; x < 88.72f; x += 0.0037f) {
            VectorMath.exp(FloatVector.broadcast(Lanes.FLOATS, x)).intoArray(out, 0);
            assertEquals(Math.exp(x), out[Lanes.COUNT - 1], Math.exp(x) * 0x1p-22, "e^" + x);
        }
    }

    @Test
    void exponentialsOfNegativeNumbersAreTheSame() {
        float[] expected = new float[Lanes.COUNT];
        float[] actual = new float[Lanes.COUNT];
        for (float x : new float[] {0, -0f, -87.336f, -87.3361f, -1e30f, Float.NEGATIVE_INFINITY, Float.NaN}) {
            compareExponentials(x, expected, actual);
        }
        for (float x = -87.4f; x <= 0; x += 0.0037f) {
            compareExponentials(x, expected, actual);
        }
    }

    private static void compareExponentials(float x, float[] expected, float[] actual) {
        VectorMath.exp(FloatVector.broadcast(Lanes.FLOATS, x)).intoArray(expected, 0);
        VectorMath.expOfNegative(FloatVector.broadcast(Lanes.FLOATS, x)).intoArray(actual, 0);
        assertArrayEquals(expected, actual, "e^" + x);
    }

    @Test
    void exponentialsKnowTheirEnds() {
        float[] ends = {
            0,
            -0f,
            Float.MIN_VALUE,
            -87.34f,
            -104,
            -1e30f,
            Float.NEGATIVE_INFINITY,
            88.73f,
            1e30f,
            Float.POSITIVE_INFINITY
        };
        float[] expected = {
            1, 1, 1, 0, 0, 0, 0, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY
        };
        float[] out = new float[Lanes.COUNT];
        for (int i = 0; i < ends.length; i++) {
            VectorMath.exp(FloatVector.broadcast(Lanes.FLOATS, ends[i])).intoArray(out, 0);
            assertEquals(expected[i], out[0], "e^" + ends[i]);
        }
        VectorMath.exp(FloatVector.broadcast(Lanes.FLOATS, Float.NaN)).intoArray(out, 0);
        assertTrue(Float.isNaN(out[0]));
    }

    @Test
    void sumsEveryLaneOnce() {
        float[] powers = new float[Lanes.COUNT];
        for (int lane = 0; lane < powers.length; lane++) {
            powers[lane] = 1 << lane;
        }
        assertEquals((1 << Lanes.COUNT) - 1, VectorMath.sum(FloatVector.fromArray(Lanes.FLOATS, powers, 0)));
    }

    /** Interpreted and compiled code must agree to the last bit, or an answer would change while a model warms up. */
    @Test
    void resultsDoNotChangeWhenCodeIsCompiled() {
        Random random = new Random(1);
        float[] x = numbers(200, 3, random);
        float[] gain = numbers(200, 2, random);
        float[] first = new float[200];
        VECTOR.rmsNorm(first, 0, x, 0, 200, gain, 1e-6f);
        VECTOR.gate(Activation.SILU, first, 0, x, 0, 200);
        for (int i = 0; i < 20_000; i++) {
            float[] again = new float[200];
            VECTOR.rmsNorm(again, 0, x, 0, 200, gain, 1e-6f);
            VECTOR.gate(Activation.SILU, again, 0, x, 0, 200);
            assertArrayEquals(first, again);
        }
    }

    private static boolean inside(int index, int offset, int count) {
        return index >= offset && index < offset + count;
    }

    private static float[] untouched(int count) {
        float[] numbers = new float[count];
        Arrays.fill(numbers, UNTOUCHED);
        return numbers;
    }

    private static float[] numbers(int count, float magnitude, Random random) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = magnitude * (float) random.nextGaussian();
        }
        return numbers;
    }
}
