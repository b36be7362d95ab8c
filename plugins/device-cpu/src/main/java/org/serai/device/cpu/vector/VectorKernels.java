package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Lanes.FLOATS;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.serai.device.Activation;
import org.serai.device.KvShape;
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.kernel.Attention;
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
        float sum = VectorMath.sum(squares);
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
     * Both activations are {@code x · σ(z)}, with z = x or with twice the argument of GELU's hyperbolic tangent. The
     * relative error of σ is below 2⁻²¹, and that of z adds |z| times as much.
     */
    @Override
    public void gate(Activation activation, float[] gate, int gateAt, float[] up, int upAt, int count) {
        int whole = FLOATS.loopBound(count);
        for (int i = 0; i < whole; i += COUNT) {
            FloatVector x = FloatVector.fromArray(FLOATS, gate, gateAt + i);
            gate(activation, x, FloatVector.fromArray(FLOATS, up, upAt + i)).intoArray(gate, gateAt + i);
        }
        if (whole < count) {
            VectorMask<Float> known = FLOATS.indexInRange(whole, count);
            FloatVector x = FloatVector.fromArray(FLOATS, gate, gateAt + whole, known);
            gate(activation, x, FloatVector.fromArray(FLOATS, up, upAt + whole, known))
                    .intoArray(gate, gateAt + whole, known);
        }
    }

    private static FloatVector gate(Activation activation, FloatVector x, FloatVector up) {
        FloatVector z =
                switch (activation) {
                    case SILU -> x;
                    case GELU_TANH -> x.mul(x).mul(GELU_CUBIC).add(1).mul(x).mul(GELU_LINEAR);
                };
        return x.div(VectorMath.exp(z.neg()).add(1)).mul(up);
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
