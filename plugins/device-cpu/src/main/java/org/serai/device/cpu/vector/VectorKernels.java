package org.serai.device.cpu.vector;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static org.serai.device.cpu.kernel.Exponential.MANTISSA_BITS;
import static org.serai.device.cpu.vector.ExponentialVectors.LOG2_E;
import static org.serai.device.cpu.vector.ExponentialVectors.MINUS_LN2_HIGH;
import static org.serai.device.cpu.vector.ExponentialVectors.MINUS_LN2_LOW;
import static org.serai.device.cpu.vector.ExponentialVectors.ONE;
import static org.serai.device.cpu.vector.ExponentialVectors.ONE_BITS;
import static org.serai.device.cpu.vector.ExponentialVectors.P0;
import static org.serai.device.cpu.vector.ExponentialVectors.P1;
import static org.serai.device.cpu.vector.ExponentialVectors.P2;
import static org.serai.device.cpu.vector.ExponentialVectors.P3;
import static org.serai.device.cpu.vector.ExponentialVectors.P4;
import static org.serai.device.cpu.vector.ExponentialVectors.P5;
import static org.serai.device.cpu.vector.ExponentialVectors.ROUNDER;
import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import org.serai.device.Activation;
import org.serai.device.KvShape;
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.kernel.Attention;
import org.serai.device.cpu.kernel.Exponential;
import org.serai.device.cpu.kernel.F32Pages;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Packing;
import org.serai.device.cpu.kernel.Workspace;

/** Kernels in the Vector API, for the widest vectors that the CPU prefers. */
public final class VectorKernels implements Kernels {
    /** To be raised with every change of {@link Layout} or of what stands there, for files outlive a version of Serai. */
    private static final int LAYOUT_VERSION = 1;

    private static final float GELU_LINEAR = 1.5957692f; // 2 √(2/π)
    private static final float GELU_CUBIC = 0.044715f;

    /** Where GELU's z is 88: beyond, σ is 0 or 1. */
    private static final float GELU_LARGEST = 10.03f;

    private static final VectorShuffle<Float> ACROSS_8 = VectorShuffle.fromOp(FLOATS, lane -> lane ^ (8 % COUNT));
    private static final VectorShuffle<Float> ACROSS_4 = VectorShuffle.fromOp(FLOATS, lane -> lane ^ (4 % COUNT));
    private static final VectorShuffle<Float> ACROSS_2 = VectorShuffle.fromOp(FLOATS, lane -> lane ^ 2);
    private static final VectorShuffle<Float> ACROSS_1 = VectorShuffle.fromOp(FLOATS, lane -> lane ^ 1);

    @Override
    public String description() {
        return "Vector API, " + FLOATS.vectorBitSize() + " bits";
    }

    @Override
    public Optional<String> layout() {
        return Optional.of("lanes" + COUNT + "-" + LAYOUT_VERSION);
    }

    @Override
    public long bytes(WeightFormat format, int rows, int columns) {
        return new Layout(format, rows, columns).bytes();
    }

    @Override
    public Packing packing(WeightFormat format, int rows, int columns, MemorySegment data, MemorySegment image) {
        return new VectorPacking(new Layout(format, rows, columns), data, image);
    }

    @Override
    public Matrix matrix(WeightFormat format, int rows, int columns, MemorySegment image) {
        return new VectorMatrix(new Layout(format, rows, columns), image);
    }

    @Override
    public void rmsNorm(float[] out, int outAt, float[] x, int at, int columns, float[] gain, float epsilon) {
        FloatVector squares = FloatVector.zero(FLOATS);
        int whole = FLOATS.loopBound(columns);
        for (int c = 0; c < whole; c += COUNT) {
            FloatVector v = FloatVector.fromArray(FLOATS, x, at + c);
            squares = v.fma(v, squares);
        }
        // In an order of our own: reduceLanes may add in another one when the code is compiled, and a result would
        // change in its
        // last bits in the middle of a run.
        if (COUNT > 8) {
            squares = squares.add(squares.rearrange(ACROSS_8));
        }
        if (COUNT > 4) {
            squares = squares.add(squares.rearrange(ACROSS_4));
        }
        squares = squares.add(squares.rearrange(ACROSS_2));
        float sum = squares.add(squares.rearrange(ACROSS_1)).lane(0);
        for (int c = whole; c < columns; c++) {
            sum = Math.fma(x[at + c], x[at + c], sum);
        }
        float factor = (float) (1 / Math.sqrt(sum / columns + epsilon));
        for (int c = 0; c < whole; c += COUNT) {
            FloatVector.fromArray(FLOATS, x, at + c)
                    .mul(factor)
                    .mul(FloatVector.fromArray(FLOATS, gain, c))
                    .intoArray(out, outAt + c);
        }
        for (int c = whole; c < columns; c++) {
            out[outAt + c] = x[at + c] * factor * gain[c];
        }
    }

    /**
     * Both activations are {@code x · σ(z)}, with z = x or with twice the argument of GELU's hyperbolic tangent. With
     * {@code e = exp(−|z|)}, which cannot overflow, σ(z) is {@code 1 / (1 + e)}, or {@code e / (1 + e)} below 0. Its relative error
     * is below 2⁻²¹, and that of z adds |z| times as much.
     */
    @Override
    public void gate(Activation activation, float[] gate, int gateAt, float[] up, int upAt, int count) {
        float cubic = activation == Activation.GELU_TANH ? GELU_CUBIC : 0;
        float minusLinear = activation == Activation.GELU_TANH ? -GELU_LINEAR : -1;
        float largest = activation == Activation.GELU_TANH ? GELU_LARGEST : -Exponential.LOWEST;
        FloatVector cubics = FloatVector.broadcast(FLOATS, cubic);
        int whole = FLOATS.loopBound(count);
        for (int i = 0; i < whole; i += COUNT) {
            FloatVector x = FloatVector.fromArray(FLOATS, gate, gateAt + i);
            FloatVector size = x.abs();
            size = size.blend(largest, size.compare(GT, largest));
            FloatVector z = size.mul(size).fma(cubics, ONE).mul(size).mul(minusLinear);

            // The steps of Exponential.ofNegative, for numbers that are not below its lowest.
            FloatVector shifted = z.fma(LOG2_E, ROUNDER);
            FloatVector powerOfTwo = shifted.sub(ROUNDER);
            FloatVector r = powerOfTwo.fma(MINUS_LN2_LOW, powerOfTwo.fma(MINUS_LN2_HIGH, z));
            FloatVector p = r.fma(P0, P1).fma(r, P2).fma(r, P3).fma(r, P4).fma(r, P5);
            p = p.fma(r.mul(r), r).add(1);
            IntVector power =
                    shifted.reinterpretAsInts().lanewise(LSHL, MANTISSA_BITS).add(ONE_BITS);
            FloatVector e = p.mul(power.reinterpretAsFloats());

            x.blend(x.mul(e), x.lt(0))
                    .div(e.add(1))
                    .mul(FloatVector.fromArray(FLOATS, up, upAt + i))
                    .intoArray(gate, gateAt + i);
        }
        for (int i = whole; i < count; i++) {
            float x = gate[gateAt + i];
            float size = Math.abs(x) > largest ? largest : Math.abs(x);
            float e = Exponential.ofNegative(Math.fma(size * size, cubic, 1) * size * minusLinear);
            gate[gateAt + i] = (x < 0 ? x * e : x) / (e + 1) * up[upAt + i];
        }
    }

    /**
     * One pass over the pages of the cache ({@link OnlineSoftmax}). Each page is worked on for all rows and heads while it
     * is in the cache of the CPU.
     */
    @Override
    public void attend(Attention attention, int fromRow, int toRow, int fromHead, int toHead, Workspace workspace) {
        if (!(attention.cache() instanceof F32Pages cache)) {
            throw new IllegalArgumentException("the cache is not in F32");
        }
        KvShape shape = cache.shape();
        int heads = toHead - fromHead;
        int queries = (toRow - fromRow) * heads;
        float[] state = workspace.sums(OnlineSoftmax.stateNumbers(queries));
        OnlineSoftmax.begin(state, 0, queries);
        float[] scores = workspace.weights(cache.keyStride());
        float[] out = attention.out();
        for (int row = fromRow; row < toRow; row++) {
            int at = (row * attention.heads() + fromHead) * shape.valueColumns();
            Arrays.fill(out, at, at + heads * shape.valueColumns(), 0);
        }

        int[] table = attention.batch().pageTable(fromRow);
        int lastPage = attention.batch().position(toRow - 1) / shape.pageTokens();
        for (int page = 0; page <= lastPage; page++) {
            float[] keys = cache.keys(attention.layer(), table[page]);
            float[] values = cache.values(attention.layer(), table[page]);
            for (int head = fromHead; head < toHead; head++) {
                int keysAt = cache.keyAt(head / attention.groupHeads());
                int valuesAt = cache.valueAt(head / attention.groupHeads());
                for (int row = fromRow; row < toRow; row++) {
                    int tokens = Math.min(
                            shape.pageTokens(), attention.batch().position(row) + 1 - page * shape.pageTokens());
                    if (tokens <= 0) {
                        continue;
                    }
                    int query = (row - fromRow) * heads + head - fromHead;
                    int index = row * attention.heads() + head;
                    PageAttention.score(
                            attention.q(),
                            index * shape.keyColumns(),
                            shape.keyColumns(),
                            keys,
                            keysAt,
                            cache.keyStride(),
                            tokens,
                            scores);
                    float shrink = OnlineSoftmax.weigh(scores, 0, tokens, attention.scale(), state, 0, query);
                    PageAttention.sum(
                            scores,
                            tokens,
                            values,
                            valuesAt,
                            shape.valueColumns(),
                            shrink,
                            out,
                            index * shape.valueColumns());
                }
            }
        }
        for (int row = fromRow; row < toRow; row++) {
            for (int head = fromHead; head < toHead; head++) {
                float total = OnlineSoftmax.total(state, 0, (row - fromRow) * heads + head - fromHead);
                int at = (row * attention.heads() + head) * shape.valueColumns();
                for (int c = at; c < at + shape.valueColumns(); c++) {
                    out[c] /= total;
                }
            }
        }
    }
}
