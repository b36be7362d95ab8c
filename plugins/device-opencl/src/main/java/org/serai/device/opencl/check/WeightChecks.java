package org.serai.device.opencl.check;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.serai.device.Phase;
import org.serai.device.Projection;
import org.serai.device.Tensor;
import org.serai.device.Weights;
import org.serai.device.opencl.check.Twins.Pair;
import org.serai.model.TensorType;

/** The kernels that read weights of one type. */
final class WeightChecks {
    private final Twins twins;
    private final TensorType type;
    private final CheckSizes sizes;
    private final SampleBlocks blocks;
    private final Random random;

    WeightChecks(Twins twins, TensorType type, CheckSizes sizes, SampleBlocks blocks, Random random) {
        this.twins = twins;
        this.type = type;
        this.sizes = sizes;
        this.blocks = blocks;
        this.random = random;
    }

    List<KernelResult> run() {
        return List.of(
                embed(),
                multiply("multiply_few", Phase.DECODE, sizes.fewRows()),
                multiply("multiply_many", Phase.PREFILL, sizes.manyRows()));
    }

    /** All blocks, in rows of two, in another order. */
    private KernelResult embed() {
        Comparison comparison = new Comparison("embed " + type);
        int rows = blocks.count() / 2;
        int columns = 2 * type.blockElements();
        Pair<Weights> table = twins.upload(type, rows, columns, blocks.all());
        int[] ids = IntStream.range(0, rows).map(row -> rows - 1 - row).toArray();
        Pair<Tensor> out = twins.allocate(rows, columns);
        twins.actual().embed(out.actual(), table.actual(), ids, rows);
        twins.expected().embed(out.expected(), table.expected(), ids, rows);
        for (int row = 0; row < rows; row++) {
            int id = ids[row];
            twins.read(out, row, (expected, actual) -> {
                for (int c = 0; c < columns; c++) {
                    comparison.same(expected[c], actual[c], "row " + id + ", column " + c);
                }
            });
        }
        return comparison.result();
    }

    private KernelResult multiply(String kernel, Phase phase, List<Integer> rowCounts) {
        Comparison comparison = new Comparison(kernel + " " + type);
        for (int outputs : sizes.outputs()) {
            for (int columns : sizes.columns(type)) {
                float[][] numbers = new float[outputs][columns];
                MemorySegment data = blocks.matrix(numbers, random);
                Pair<Weights> weights = twins.upload(type, outputs, columns, data);
                for (int rows : rowCounts) {
                    multiply(comparison, phase, weights, numbers, rows);
                }
            }
        }
        return comparison.result();
    }

    /** A product as it is, and one with a bias that is added to what was there. */
    private void multiply(Comparison comparison, Phase phase, Pair<Weights> weights, float[][] numbers, int rows) {
        int outputs = numbers.length;
        int columns = numbers[0].length;
        float[][] x = Twins.randomRows(random, rows, columns);
        float[][] before = Twins.randomRows(random, rows, outputs);
        float[][] bias = Twins.randomRows(random, 1, outputs);
        Pair<Tensor> in = twins.tensor(x);
        Pair<Tensor> plain = twins.allocate(rows, outputs);
        Pair<Tensor> added = twins.tensor(before);
        Pair<Weights> biases = twins.upload(bias);
        twins.actual()
                .project(
                        phase,
                        in.actual(),
                        rows,
                        List.of(
                                new Projection(weights.actual(), plain.actual()),
                                new Projection(weights.actual(), biases.actual(), added.actual(), true)));
        twins.expected()
                .project(
                        phase,
                        in.expected(),
                        rows,
                        List.of(
                                new Projection(weights.expected(), plain.expected()),
                                new Projection(weights.expected(), biases.expected(), added.expected(), true)));
        for (int row = 0; row < rows; row++) {
            float[] from = x[row];
            float[] old = before[row];
            String where = outputs + "×" + columns + ", row " + row + " of " + rows + ", output ";
            twins.read(plain, row, (expected, actual) -> {
                for (int o = 0; o < outputs; o++) {
                    comparison.close(expected[o], actual[o], Bounds.dot(from, numbers[o], 0), where + o);
                }
            });
            twins.read(added, row, (expected, actual) -> {
                for (int o = 0; o < outputs; o++) {
                    double bound = Bounds.dot(from, numbers[o], Math.abs(old[o]) + Math.abs(bias[0][o]));
                    comparison.close(expected[o], actual[o], bound, where + o + " with bias");
                }
            });
        }
    }
}
