package org.serai.device.cpu;

import org.serai.device.Activation;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Operand;
import org.serai.device.cpu.kernel.Workspace;

/** Both products of a gated feed-forward layer and what joins them, without a hand-over in between. */
final class GatedProject implements ThreadTeam.Units {
    private final Kernels kernels;
    private final Operand operand;
    private final Workspace[] workspaces;
    private Activation activation = Activation.SILU;
    private float[] out = {};
    private float[] upOut = {};

    @SuppressWarnings("NullAway.Init") // set before each run
    private Matrix gate;

    @SuppressWarnings("NullAway.Init") // set before each run
    private Matrix up;

    GatedProject(Kernels kernels, Operand operand, Workspace[] workspaces) {
        this.kernels = kernels;
        this.operand = operand;
        this.workspaces = workspaces;
    }

    /** Sets what to do next, and says how many units it has. */
    int set(CpuTensor newOut, Matrix newGate, Matrix newUp, Activation newActivation) {
        out = newOut.numbers();
        gate = newGate;
        up = newUp;
        activation = newActivation;
        if (upOut.length < operand.rows() * newUp.rows()) {
            upOut = new float[operand.rows() * newUp.rows()];
        }
        return gate.groups();
    }

    @Override
    public int atOnce() {
        return gate.groupsAtOnce(operand.rows());
    }

    @Override
    public void run(int member, int from, int to) {
        int columns = gate.rows();
        gate.multiply(operand, out, columns, false, from, to, workspaces[member]);
        int first = from * gate.groupRows();
        int last = Math.min(to * gate.groupRows(), columns);
        up.multiply(operand, upOut, columns, false, from, to, workspaces[member]);
        for (int row = 0; row < operand.rows(); row++) {
            int at = row * columns + first;
            kernels.gate(activation, out, at, upOut, at, last - first);
        }
    }
}
