package org.serai.device.cpu.vector;

import org.serai.device.Phase;
import org.serai.device.cpu.kernel.Operand;
import org.serai.device.cpu.kernel.Preparation;

/** How activations are made ready for {@link VectorMatrix}: columns are padded with zeros to whole blocks. */
final class Activations {
    /**
     * Columns that a panel of weights has at most: with 512 bits such a panel takes half of a small L1 cache, so that the
     * rows of a tile fit beside it.
     */
    static final int PANEL_COLUMNS = 128;

    static final Preparation LANES = new Preparation() {
        @Override
        public int units(Operand operand) {
            return Activations.units(operand);
        }

        @Override
        public void prepare(Operand operand, int from, int to) {
            Activations.prepare(operand, from, to);
        }
    };

    private Activations() {}

    static int paddedColumns(Operand operand) {
        return Math.ceilDiv(operand.columns(), Codes.BLOCK) * Codes.BLOCK;
    }

    /** Makes room, and gives the units of preparation: runs of rows that make whole tiles, or single rows. */
    static int units(Operand operand) {
        operand.reserve(size(operand));
        return operand.phase() == Phase.PREFILL ? Math.ceilDiv(operand.rows(), Tiles.HIGHEST) : operand.rows();
    }

    static void prepare(Operand operand, int from, int to) {
        for (int unit = from; unit < to; unit++) {
            if (operand.phase() == Phase.PREFILL) {
                prepareTiles(operand, unit * Tiles.HIGHEST);
            } else {
                prepareRow(operand, unit);
            }
        }
    }

    private static int size(Operand operand) {
        return operand.rows()
                * (operand.phase() == Phase.PREFILL ? paddedColumns(operand) : rowStride(paddedColumns(operand)));
    }

    /**
     * Numbers of a row that is ready for {@link Codes#dot}: its columns, then the sums of its blocks. In a tile of rows for
     * {@link RowTile}, all of these stand side by side.
     */
    static int rowStride(int paddedColumns) {
        return paddedColumns + paddedColumns / Codes.BLOCK;
    }

    private static void prepareRow(Operand operand, int row) {
        int padded = paddedColumns(operand);
        int tile = row < RowTile.tiledRows(operand.rows()) ? RowTile.ROWS : 1;
        int at = (row - row % tile) * rowStride(padded) + row % tile;
        transpose(operand, row * operand.columns(), operand.columns(), padded, at, tile);
        float[] x = operand.prepared();
        for (int block = 0; block < padded / Codes.BLOCK; block++) {
            float sum = 0;
            for (int c = block * Codes.BLOCK; c < (block + 1) * Codes.BLOCK; c++) {
                sum += x[at + c * tile];
            }
            x[at + (padded + block) * tile] = sum;
        }
    }

    /** Where the part of a tile stands that is multiplied with the panel of columns from {@code column} on. */
    static int tileAt(int column, int panelColumns, int tileRow, int rows) {
        return column * rows + tileRow * panelColumns;
    }

    private static void prepareTiles(Operand operand, int firstRow) {
        int rows = operand.rows();
        int end = Math.min(firstRow + Tiles.HIGHEST, rows);
        int padded = paddedColumns(operand);
        for (int column = 0; column < padded; column += PANEL_COLUMNS) {
            int panelColumns = Math.min(PANEL_COLUMNS, padded - column);
            int known = Math.min(panelColumns, operand.columns() - column);
            int height = 0;
            for (int row = firstRow; row < end; row += height) {
                height = Tiles.height(end - row);
                int at = tileAt(column, panelColumns, row, rows);
                for (int r = 0; r < height; r++) {
                    transpose(operand, (row + r) * operand.columns() + column, known, panelColumns, at + r, height);
                }
            }
        }
    }

    private static void transpose(Operand operand, int from, int known, int count, int to, int step) {
        float[] x = operand.x();
        float[] target = operand.prepared();
        for (int c = 0; c < known; c++) {
            target[to + c * step] = x[from + c];
        }
        for (int c = known; c < count; c++) {
            target[to + c * step] = 0;
        }
    }
}
