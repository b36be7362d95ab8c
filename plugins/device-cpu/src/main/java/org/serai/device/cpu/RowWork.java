package org.serai.device.cpu;

/** Work that is done row by row, each row for itself. */
abstract class RowWork implements ThreadTeam.Work {
    /** Below this, a hand-over costs more than it brings. */
    private static final int FEW_ROWS = 8;

    private int rows;

    /** Does all rows, with the team where that pays. */
    final void run(ThreadTeam team, int newRows) {
        rows = newRows;
        if (newRows < FEW_ROWS) {
            run(0, 1);
        } else {
            team.run(this);
        }
    }

    @Override
    public final void run(int member, int members) {
        int end = ThreadTeam.part(rows, member + 1, members);
        for (int row = ThreadTeam.part(rows, member, members); row < end; row++) {
            row(row);
        }
    }

    abstract void row(int row);
}
