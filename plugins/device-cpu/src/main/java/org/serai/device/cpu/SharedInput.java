package org.serai.device.cpu;

import org.serai.device.Phase;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.kernel.Operand;

/** The input that matrix products share, made ready once for all of them. */
final class SharedInput implements ThreadTeam.Work {
    private final Kernels kernels;
    private final Operand operand = new Operand();
    private int units;

    SharedInput(Kernels kernels) {
        this.kernels = kernels;
    }

    Operand operand() {
        return operand;
    }

    /** Makes the first rows of a tensor ready. */
    void set(ThreadTeam team, Phase phase, CpuTensor x, int rows) {
        operand.set(phase, x.numbers(), rows, x.columns());
        units = kernels.preparations(operand);
        if (phase == Phase.PREFILL && units > 1) {
            team.run(this);
        } else {
            kernels.prepare(operand, 0, units);
        }
    }

    @Override
    public void run(int member, int members) {
        kernels.prepare(operand, ThreadTeam.part(units, member, members), ThreadTeam.part(units, member + 1, members));
    }
}
