package org.serai.device.cpu;

/** Work that is done row by row, each row for itself. */
abstract class RowWork implements ThreadTeam.Units {
    /** Below this, a hand-over costs more than it brings. */
    private static final int FEW_ROWS = 8;

    /** Does all rows, with the team where that pays. */
    final void run(ThreadTeam team, int rows) {
        if (rows < FEW_ROWS) {
            run(0, 0, rows);
        } else {
            team.run(rows, this);
        }
    }

    @Override
    public final void run(int member, int from, int to) {
        for (int row = from; row < to; row++) {
            row(row);
        }
    }

    abstract void row(int row);
}
