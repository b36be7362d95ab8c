package org.serai.device.opencl.check;

import java.util.List;
import java.util.Random;
import org.serai.device.Activation;
import org.serai.device.Phase;
import org.serai.device.Tensor;
import org.serai.device.Weights;
import org.serai.device.opencl.check.Twins.Pair;

/** The kernels that work on activations alone, and the copies. */
final class ActivationChecks {
    private static final int ROWS = 3;
    private static final float EPSILON = 1e-5f;

    /** From where exponentials vanish to where they overflow. */
    private static final float[] EXTREMES = {
        -1e30f, -200, -104, -88.5f, -87, -20, -1e-30f, 0, 1e-30f, 0.5f, 20, 87, 88.5f, 104, 200, 1e30f
    };

    private final Twins twins;
    private final CheckSizes sizes;
    private final Random random;

    ActivationChecks(Twins twins, CheckSizes sizes, Random random) {
        this.twins = twins;
        this.sizes = sizes;
        this.random = random;
    }

    List<KernelResult> run() {
        return List.of(rmsNorm(), gate(Activation.SILU), gate(Activation.GELU_TANH), copies());
    }

    private KernelResult rmsNorm() {
        Comparison comparison = new Comparison("rms_norm");
        for (int columns : sizes.vectorColumns()) {
            for (float magnitude : new float[] {1, 1e-12f, 1e12f, 0}) {
                float[][] x = Twins.randomRows(random, ROWS, columns);
                for (float[] row : x) {
                    for (int c = 0; c < columns; c++) {
                        row[c] *= magnitude;
                    }
                }
                Pair<Weights> gain = twins.upload(Twins.randomRows(random, 1, columns));
                Pair<Tensor> in = twins.tensor(x);
                Pair<Tensor> out = twins.allocate(ROWS, columns);
                twins.actual().rmsNorm(out.actual(), in.actual(), ROWS, gain.actual(), EPSILON);
                twins.expected().rmsNorm(out.expected(), in.expected(), ROWS, gain.expected(), EPSILON);
                for (int row = 0; row < ROWS; row++) {
                    String where = columns + " columns of " + magnitude + ", row " + row;
                    twins.read(out, row, (expected, actual) -> {
                        for (int c = 0; c < columns; c++) {
                            comparison.close(expected[c], actual[c], Bounds.normalised(expected[c], columns), where);
                        }
                    });
                }
            }
        }
        return comparison.result();
    }

    /** By products with a single column, so that the numbers at the gate are the weights themselves. */
    private KernelResult gate(Activation activation) {
        Comparison comparison = new Comparison("gate " + activation);
        for (int columns : sizes.vectorColumns()) {
            int outputs = columns + EXTREMES.length;
            float[][] gates = new float[outputs][1];
            for (int i = 0; i < outputs; i++) {
                gates[i][0] = i < EXTREMES.length ? EXTREMES[i] : (float) random.nextGaussian() * 4;
            }
            float[][] ups = Twins.randomRows(random, outputs, 1);
            Pair<Weights> gate = twins.upload(gates);
            Pair<Weights> up = twins.upload(ups);
            Pair<Tensor> in = twins.tensor(new float[][] {{1}});
            Pair<Tensor> out = twins.allocate(1, outputs);
            twins.actual()
                    .gatedProject(Phase.DECODE, out.actual(), in.actual(), 1, gate.actual(), up.actual(), activation);
            twins.expected()
                    .gatedProject(
                            Phase.DECODE, out.expected(), in.expected(), 1, gate.expected(), up.expected(), activation);
            twins.read(out, 0, (expected, actual) -> {
                for (int i = 0; i < outputs; i++) {
                    double bound = Bounds.FUNCTION
                                    * Math.abs(ups[i][0])
                                    * (Math.abs((double) expected[i] / ups[i][0]) + Math.min(1, Math.abs(gates[i][0])))
                            + Float.MIN_NORMAL;
                    comparison.close(expected[i], actual[i], bound, activation + " of " + gates[i][0]);
                }
            });
        }
        return comparison.result();
    }

    private KernelResult copies() {
        Comparison comparison = new Comparison("gather, read, write");
        for (int columns : sizes.vectorColumns()) {
            Pair<Tensor> in = twins.tensor(Twins.randomRows(random, 6, columns));
            Pair<Tensor> out = twins.allocate(5, columns);
            int[] rows = {4, 1, 2, 3, 0};
            twins.actual().gather(out.actual(), in.actual(), rows, rows.length);
            twins.expected().gather(out.expected(), in.expected(), rows, rows.length);
            for (int row = 0; row < rows.length; row++) {
                String where = columns + " columns, row " + row;
                twins.read(out, row, (expected, actual) -> {
                    for (int c = 0; c < columns; c++) {
                        comparison.same(expected[c], actual[c], where);
                    }
                });
            }
        }
        return comparison.result();
    }
}
