package org.serai.device.cpu;

import org.serai.device.cpu.kernel.Matrix;

/** {@code out[r] = table[tokens[r]]}. */
final class Embed extends RowWork {
    private CpuTensor out = CpuTensor.NONE;
    private int[] tokens = {};

    @SuppressWarnings("NullAway.Init") // set before each run
    private Matrix table;

    void set(CpuTensor newOut, Matrix newTable, int[] newTokens) {
        out = newOut;
        table = newTable;
        tokens = newTokens;
    }

    @Override
    void row(int row) {
        table.row(tokens[row], out.numbers(), row * out.columns());
    }
}
