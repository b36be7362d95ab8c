package org.serai.device.cpu;

import org.serai.device.Batch;
import org.serai.device.cpu.kernel.Attention;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.kernel.Workspace;

/**
 * Attention. A unit is a query head for a run of rows of one sequence: a few rows, so that a kernel reads a page of keys and
 * values once for all of them. Rows far behind in a sequence have more to do than its first ones, so members that have those
 * help the others.
 */
final class Attend implements ThreadTeam.Units {
    /** Rows that a kernel gets at once. */
    private static final int ROWS = 16;

    private final Kernels kernels;
    private final Workspace[] workspaces;
    private final Attention attention = new Attention();

    Attend(Kernels kernels, Workspace[] workspaces) {
        this.kernels = kernels;
        this.workspaces = workspaces;
    }

    Attention attention() {
        return attention;
    }

    /** How many units there are. */
    int units() {
        int runs = 0;
        for (int row = 0; row < attention.batch().rows(); row = end(row)) {
            runs++;
        }
        return runs * attention.heads();
    }

    @Override
    public void run(int member, int from, int to) {
        int heads = attention.heads();
        int first = 0;
        for (int row = 0; first < to; row = end(row)) {
            int begin = Math.max(from - first, 0);
            int end = Math.min(to - first, heads);
            if (begin < end) {
                kernels.attend(attention, row, end(row), begin, end, workspaces[member]);
            }
            first += heads;
        }
    }

    /** The row after the run of rows that begins at {@code row}. */
    private int end(int row) {
        Batch batch = attention.batch();
        int[] pages = batch.pageTable(row);
        int end = row + 1;
        while (end < batch.rows() && end < row + ROWS && batch.pageTable(end) == pages) {
            end++;
        }
        return end;
    }
}
