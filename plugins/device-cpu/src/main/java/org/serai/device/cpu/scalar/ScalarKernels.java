package org.serai.device.cpu.scalar;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.serai.device.Activation;
import org.serai.device.Batch;
import org.serai.device.KvShape;
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.kernel.Attention;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.kernel.KvPages;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Packing;
import org.serai.device.cpu.kernel.Workspace;

/** The definition of every kernel: slow, obvious, with sums in double precision. */
public final class ScalarKernels implements Kernels {
    private static final double GELU_FACTOR = Math.sqrt(2 / Math.PI);

    @Override
    public String description() {
        return "plain Java";
    }

    @Override
    public Optional<String> layout() {
        return Optional.empty();
    }

    @Override
    public long bytes(WeightFormat format, int rows, int columns) {
        return format.type().bytes((long) rows * columns);
    }

    @Override
    public Packing packing(WeightFormat format, int rows, int columns, MemorySegment data, MemorySegment image) {
        return new ScalarPacking(data, image, rows);
    }

    @Override
    public Matrix matrix(WeightFormat format, int rows, int columns, MemorySegment image) {
        return new ScalarMatrix(format, rows, columns, image);
    }

    @Override
    public void rmsNorm(float[] out, int outAt, float[] x, int at, int columns, float[] gain, float epsilon) {
        double squares = 0;
        for (int c = 0; c < columns; c++) {
            squares += (double) x[at + c] * x[at + c];
        }
        double factor = 1 / Math.sqrt(squares / columns + epsilon);
        for (int c = 0; c < columns; c++) {
            out[outAt + c] = (float) (gain[c] * (x[at + c] * factor));
        }
    }

    @Override
    public void gate(Activation activation, float[] gate, int gateAt, float[] up, int upAt, int count) {
        for (int i = 0; i < count; i++) {
            gate[gateAt + i] = (float) (activate(activation, gate[gateAt + i]) * up[upAt + i]);
        }
    }

    private static double activate(Activation activation, double x) {
        return switch (activation) {
            case SILU -> x / (1 + Math.exp(-x));
            case GELU_TANH -> x / 2 * (1 + Math.tanh(GELU_FACTOR * (x + 0.044715 * x * x * x)));
        };
    }

    @Override
    public void attend(Attention attention, int fromRow, int toRow, int fromHead, int toHead, Workspace workspace) {
        for (int row = fromRow; row < toRow; row++) {
            for (int head = fromHead; head < toHead; head++) {
                attend(attention, attention.cache(), row, head);
            }
        }
    }

    private static <A> void attend(Attention attention, KvPages<A> cache, int row, int head) {
        KvShape shape = cache.shape();
        Batch batch = attention.batch();
        int[] pages = batch.pageTable(row);
        int kvHead = head / attention.groupHeads();
        int tokens = batch.position(row) + 1;

        int queryAt = (row * attention.heads() + head) * shape.keyColumns();
        double[] weights = new double[tokens];
        double most = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < tokens; t++) {
            A keys = cache.keys(attention.layer(), pages[t / shape.pageTokens()]);
            int keyAt = cache.keyAt(kvHead) + t % shape.pageTokens();
            double score = 0;
            for (int c = 0; c < shape.keyColumns(); c++) {
                score += (double) attention.q()[queryAt + c] * cache.number(keys, keyAt + c * cache.keyStride());
            }
            weights[t] = attention.scale() * score;
            most = Math.max(most, weights[t]);
        }

        double total = 0;
        for (int t = 0; t < tokens; t++) {
            weights[t] = Math.exp(weights[t] - most);
            total += weights[t];
        }

        int outAt = (row * attention.heads() + head) * shape.valueColumns();
        for (int c = 0; c < shape.valueColumns(); c++) {
            double sum = 0;
            for (int t = 0; t < tokens; t++) {
                A values = cache.values(attention.layer(), pages[t / shape.pageTokens()]);
                int valueAt = cache.valueAt(kvHead) + t % shape.pageTokens() * shape.valueColumns();
                sum += weights[t] * cache.number(values, valueAt + c);
            }
            attention.out()[outAt + c] = (float) (sum / total);
        }
    }
}
