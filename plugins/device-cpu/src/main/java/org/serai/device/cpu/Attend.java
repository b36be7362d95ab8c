package org.serai.device.cpu;

import org.serai.device.Batch;
import org.serai.device.cpu.kernel.Attention;
import org.serai.device.cpu.kernel.Kernels;
import org.serai.device.cpu.kernel.Workspace;

/**
 * Attention, divided into pieces: for each run of rows of one sequence, the query heads. A piece is a few rows, so that a
 * kernel reads a page of keys and values once for all of them. Rows far behind in a sequence have more to do than its first
 * ones, so the team divides the work, not the rows.
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
        long work = 0;
        for (int row = 0; row < rows; row = end(row)) {
            work += heads * work(row);
        }
        long from = work * member / members;
        long to = work * (member + 1) / members;
        long before = 0;
        for (int row = 0; row < rows; row = end(row)) {
            int begin = headsBefore(from - before, work(row), heads);
            int end = headsBefore(to - before, work(row), heads);
            if (begin < end) {
                kernels.attend(attention, row, end(row), begin, end, workspaces[member]);
            }
            before += heads * work(row);
        }
    }

    /** How much a head is for a run of rows: pairs of a query and a token. */
    private long work(int row) {
        int last = end(row) - 1;
        return (last - row + 1L) * (attention.batch().position(last) + 1L);
    }

    /** How many of some heads, each of so much work, have their middle before a boundary. */
    private static int headsBefore(long boundary, long work, int heads) {
        return Math.clamp(Math.ceilDiv(2 * boundary - work, 2 * work), 0, heads);
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
