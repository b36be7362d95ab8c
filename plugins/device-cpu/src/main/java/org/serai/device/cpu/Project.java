package org.serai.device.cpu;

import java.util.List;
import org.serai.device.Projection;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Operand;
import org.serai.device.cpu.kernel.Workspace;

/** Several matrix products of the same input, divided by groups of weight rows across all of them. */
final class Project implements ThreadTeam.Units {
    private final Operand operand;
    private final Workspace[] workspaces;
    private List<Projection> projections = List.of();

    Project(Operand operand, Workspace[] workspaces) {
        this.operand = operand;
        this.workspaces = workspaces;
    }

    /** Sets what to do next, and says how many units it has. */
    int set(List<Projection> newProjections) {
        projections = newProjections;
        int groups = 0;
        for (int i = 0; i < newProjections.size(); i++) {
            groups += matrix(newProjections.get(i)).groups();
        }
        return groups;
    }

    @Override
    public int atOnce() {
        return projections.isEmpty() ? 1 : matrix(projections.getFirst()).groupsAtOnce(operand.rows());
    }

    @Override
    public void run(int member, int from, int to) {
        int first = 0;
        for (int i = 0; i < projections.size(); i++) {
            int count = matrix(projections.get(i)).groups();
            int begin = Math.max(from - first, 0);
            int end = Math.min(to - first, count);
            if (begin < end) {
                multiply(projections.get(i), begin, end, workspaces[member]);
            }
            first += count;
        }
    }

    private void multiply(Projection projection, int begin, int end, Workspace workspace) {
        Matrix matrix = matrix(projection);
        CpuTensor out = (CpuTensor) projection.out();
        matrix.multiply(operand, out.numbers(), out.columns(), projection.accumulate(), begin, end, workspace);
        if (projection.bias() instanceof CpuWeights bias) {
            int firstColumn = begin * matrix.groupRows();
            int lastColumn = Math.min(end * matrix.groupRows(), matrix.rows());
            for (int row = 0; row < operand.rows(); row++) {
                add(bias.vector(), firstColumn, lastColumn, out.numbers(), row * out.columns());
            }
        }
    }

    private static void add(float[] bias, int from, int to, float[] out, int at) {
        for (int c = from; c < to; c++) {
            out[at + c] += bias[c];
        }
    }

    static Matrix matrix(Projection projection) {
        Matrix matrix = ((CpuWeights) projection.weights()).matrix();
        return projection.sensitive() ? matrix.finer() : matrix;
    }
}
