package org.serai.device.cpu;

import org.serai.device.Phase;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Operand;
import org.serai.device.cpu.kernel.Preparation;

/** The input that matrix products share, brought once into each form that one of the matrices wants. */
final class SharedInput implements ThreadTeam.Units {
    /** Matrices of one product come from one or two families of kernels. */
    private static final int MOST_FORMS = 4;

    private final Operand operand = new Operand();
    private final Preparation[] ready = new Preparation[MOST_FORMS];
    private int forms;

    Operand operand() {
        return operand;
    }

    /** Points to the first rows of a tensor, which are in no other form yet. */
    void set(Phase phase, CpuTensor x, int rows) {
        operand.set(phase, x.numbers(), rows, x.columns());
        forms = 0;
    }

    /** Makes the input ready for a matrix, unless it is. */
    void makeReady(ThreadTeam team, Matrix matrix) {
        Preparation preparation = matrix.preparation(operand.phase());
        for (int i = 0; i < forms; i++) {
            if (ready[i] == preparation) {
                return;
            }
        }
        ready[forms++] = preparation;
        int units = preparation.units(operand);
        if (units > 1) {
            team.run(units, this);
        } else {
            preparation.prepare(operand, 0, units);
        }
    }

    @Override
    public void run(int member, int from, int to) {
        ready[forms - 1].prepare(operand, from, to);
    }
}
