package org.serai.device.cpu;

import org.serai.device.Batch;
import org.serai.device.cpu.kernel.Attention;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.kernel.Workspace;

/**
 * Attention, divided into pieces: for each run of rows of one sequence, the query heads. A piece is a few rows, so that a
 * kernel reads a page of keys and values once for all of them.
 */
final class Attend implements ThreadTeam.Work {
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

    @Override
    public void run(int member, int members) {
        int rows = attention.batch().rows();
        int heads = attention.heads();
        int pieces = 0;
        for (int row = 0; row < rows; row = end(row)) {
            pieces += heads;
        }
        int from = ThreadTeam.part(pieces, member, members);
        int to = ThreadTeam.part(pieces, member + 1, members);
        int first = 0;
        for (int row = 0; row < rows; row = end(row)) {
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
