package org.serai.device.cpu.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.serai.device.Activation;
import org.serai.device.cpu.kernel.Exponential;
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

    @ParameterizedTest
    @EnumSource(Activation.class)
    void gatesExtremesAsDefined(Activation activation) {
        float[] extremes = {
            0,
            -0f,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            10.02f,
            -10.02f,
            10.04f,
            -10.04f,
            87.5f,
            -87.5f,
            88.8f,
            -88.8f,
            1e6f,
            -1e6f,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN
        };
        for (float extreme : extremes) {
            // In vectors and in what is left of them.
            float[] expected = new float[2 * Lanes.COUNT - 1];
            Arrays.fill(expected, extreme);
            float[] actual = expected.clone();
            float[] up = new float[expected.length];
            Arrays.fill(up, 1);
            SCALAR.gate(activation, expected, 0, up, 0, expected.length);
            VECTOR.gate(activation, actual, 0, up, 0, actual.length);
            float bound = Float.isFinite(extreme) ? Math.abs(expected[0]) * 0x1p-20f + Math.abs(extreme) * 0x1p-50f : 0;
            assertArrayEquals(expected, actual, bound + Float.MIN_VALUE, activation + " of " + extreme);
        }
    }

    @Test
    void theFastActivationIsTheSameWhereVectorsEnd() {
        float[] x = numbers(2 * Lanes.COUNT - 1, 6, new Random(3));
        float[] up = numbers(x.length, 2, new Random(4));
        for (Activation activation : Activation.values()) {
            float[] together = x.clone();
            float[] single = x.clone();
            VECTOR.gate(activation, together, 0, up, 0, x.length);
            for (int i = 0; i < x.length; i++) {
                VECTOR.gate(activation, single, i, up, i, 1);
            }
            assertArrayEquals(single, together);
        }
    }

    @Test
    void weighsWithTheExponentialsOfTheDefinition() {
        List<Float> all = new ArrayList<>(List.of(
                0f, -0f, -Float.MIN_VALUE, -87.336f, -87.3361f, -87.7f, -88.1f, -1e30f, Float.NEGATIVE_INFINITY));
        for (float x = -88; x <= 0; x += 0.0037f) {
            all.add(x);
        }
        float[] state = new float[OnlineSoftmax.stateNumbers(1)];
        float[] scores = new float[Lanes.COUNT];
        for (float x : all) {
            OnlineSoftmax.begin(state, 0, 1);
            Arrays.fill(scores, x);
            scores[0] = 0;
            OnlineSoftmax.weigh(scores, 0, scores.length, 1, state, 0, 0);
            assertEquals(1, scores[0]);
            for (int token = 1; token < scores.length; token++) {
                assertEquals(Exponential.ofNegative(x), scores[token], "e^" + x);
            }
            assertEquals(
                    1 + (scores.length - 1) * (double) scores[1], OnlineSoftmax.total(state, 0, 0), 32 * U, "e^" + x);
        }
    }

    @Test
    void normalisesByTheSumOfEveryLane() {
        for (int lane = 0; lane < Lanes.COUNT; lane++) {
            float[] x = new float[Lanes.COUNT];
            float[] gain = new float[Lanes.COUNT];
            x[lane] = 3;
            Arrays.fill(gain, 1);
            VECTOR.rmsNorm(x, 0, x, 0, Lanes.COUNT, gain, 0);
            assertEquals(Math.sqrt(Lanes.COUNT), x[lane], 0x1p-20);
        }
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
