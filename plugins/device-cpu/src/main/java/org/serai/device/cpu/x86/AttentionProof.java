package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.AttentionLayout.FACTOR;
import static org.serai.device.cpu.x86.AttentionLayout.STATE;
import static org.serai.device.cpu.x86.AttentionLayout.STATE_LANES;
import static org.serai.device.cpu.x86.AttentionLayout.STRIP;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.serai.device.cpu.kernel.Exponential;

/** Compares the functions of attention with their definition, to the bit and in every size of tile, before they are used. */
final class AttentionProof {
    private static final int SEED = 2;
    private static final int TILES = 2;

    /** Where scores and weights begin, behind the factor of the first query. */
    private static final int FIRST = FACTOR * Float.BYTES;

    private static final int TOKENS = 5;

    /** Of the softmax. */
    private static final int QUERIES = 8;

    /** By how much scores differ: little, or so much that some weights are 0. */
    private static final float[] SPREAD = {1, 30, 100, 1e-3f};

    private final Random random = new Random(SEED);
    private final AttentionFunctions functions;
    private final AttentionLayout layout;

    private AttentionProof(AttentionFunctions functions) {
        this.functions = functions;
        layout = functions.layout();
    }

    /** True where the functions give the bits of their definition. */
    static boolean holds(AttentionFunctions functions) {
        AttentionProof proof = new AttentionProof(functions);
        boolean holds = true;
        for (AttentionTiles.Tile size : functions.tiles().all()) {
            holds &= proof.scores(size.height(), Math.min(size.strips(), proof.layout.keyStride() / STRIP));
            holds &= proof.sums(size.height(), Math.min(size.strips(), proof.layout.valueColumns() / STRIP));
        }
        for (int strips = 1; strips <= proof.layout.pageStrips(); strips++) {
            holds &= proof.weights(strips);
        }
        return holds;
    }

    private boolean scores(int height, int strips) {
        int queries = TILES * height;
        float[] q = numbers(queries * layout.keyColumns());
        short[] keys = halves(layout.keyColumns() * layout.keyStride());
        float[] actual = numbers(queries * layout.scoreStride());
        float[] expected = actual.clone();
        for (int i = 0; i < queries; i++) {
            for (int t = 0; t < strips * STRIP; t++) {
                float sum = 0;
                for (int c = 0; c < layout.keyColumns(); c++) {
                    float key = Float.float16ToFloat(keys[c * layout.keyStride() + t]);
                    sum = Math.fma(q[i * layout.keyColumns() + c], key, sum);
                }
                expected[i * layout.scoreStride() + FACTOR + t] = sum;
            }
        }
        MemorySegment scores = MemorySegment.ofArray(actual);
        functions.score(
                height, strips, MemorySegment.ofArray(q), 0, MemorySegment.ofArray(keys), 0, scores, FIRST, TILES);
        return Arrays.equals(expected, actual);
    }

    private boolean sums(int height, int strips) {
        int queries = TILES * height;
        float[] weights = numbers(queries * layout.scoreStride());
        short[] values = halves(TOKENS * layout.valueColumns());
        float[] actual = numbers(queries * layout.valueColumns());
        float[] expected = actual.clone();
        int tokens = Math.min(TOKENS, layout.keyStride());
        for (int i = 0; i < queries; i++) {
            int at = i * layout.scoreStride();
            for (int c = 0; c < strips * STRIP; c++) {
                float sum = weights[at] * expected[i * layout.valueColumns() + c];
                for (int t = 0; t < tokens; t++) {
                    float weight = weights[at + FACTOR + t];
                    float value = Float.float16ToFloat(values[t * layout.valueColumns() + c]);
                    sum = Math.fma(weight, value, sum);
                }
                expected[i * layout.valueColumns() + c] = sum;
            }
        }
        MemorySegment sums = MemorySegment.ofArray(actual);
        functions.sum(
                height,
                strips,
                MemorySegment.ofArray(weights),
                FIRST,
                MemorySegment.ofArray(values),
                0,
                sums,
                0,
                TILES,
                tokens);
        return Arrays.equals(expected, actual);
    }

    private boolean weights(int strips) {
        int stride = layout.scoreStride();
        int tokens = strips * STRIP;
        float[] scores = new float[QUERIES * stride];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = SPREAD[i / stride % SPREAD.length] * (float) random.nextGaussian();
        }
        Arrays.fill(scores, FACTOR + 1, FACTOR + tokens, Float.NEGATIVE_INFINITY); // a token that sees no other
        float[] state = numbers(QUERIES * STATE);
        for (int query = 0; query < QUERIES; query++) {
            float before = query % 2 == 0 ? Float.NEGATIVE_INFINITY : SPREAD[query % SPREAD.length];
            Arrays.fill(state, query * STATE, query * STATE + STATE_LANES, before);
        }
        float[] expected = scores.clone();
        float[] expectedState = state.clone();
        for (int query = 0; query < QUERIES; query++) {
            int at = query * stride + FACTOR;
            int stateAt = query * STATE;
            int sumsAt = stateAt + STATE_LANES;
            float before = expectedState[stateAt];
            float most = before;
            for (int t = 0; t < tokens; t++) {
                most = Math.max(most, expected[at + t]);
            }
            float factor = Exponential.ofNegative(before - most);
            Arrays.fill(expected, at - FACTOR, at - FACTOR + STATE_LANES, factor);
            Arrays.fill(expectedState, stateAt, sumsAt, most);
            for (int lane = 0; lane < STATE_LANES; lane++) {
                expectedState[sumsAt + lane] *= factor;
            }
            for (int t = 0; t < tokens; t++) {
                expected[at + t] = Exponential.ofNegative(expected[at + t] - most);
                expectedState[sumsAt + t % STATE_LANES] += expected[at + t];
            }
        }
        functions.weigh(strips, MemorySegment.ofArray(scores), FIRST, MemorySegment.ofArray(state), 0, QUERIES);
        return Arrays.equals(expected, scores) && Arrays.equals(expectedState, state);
    }

    /** Some of all sizes, and one that is infinite. */
    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian() * (i % 7 == 0 ? 1e-20f : 1);
        }
        numbers[random.nextInt(count)] = Float.POSITIVE_INFINITY;
        return numbers;
    }

    private short[] halves(int count) {
        float[] numbers = numbers(count);
        short[] halves = new short[count];
        for (int i = 0; i < count; i++) {
            halves[i] = Float.floatToFloat16(numbers[i]);
        }
        return halves;
    }
}
