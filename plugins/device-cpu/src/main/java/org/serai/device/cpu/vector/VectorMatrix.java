package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Activations.PANEL_COLUMNS;
import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Tiles.PANEL;

import java.util.Arrays;
import org.serai.device.Phase;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Operand;
import org.serai.device.cpu.kernel.Workspace;

/**
 * A matrix whose rows lie in the lanes of vectors.
 *
 * <p>Prefill is one tiled product: a panel of weights is decoded once for all rows of activations, which takes next to no
 * time if there are many. Decoding streams the weights once through the CPU, and unpacks them once for every four rows.
 */
final class VectorMatrix implements Matrix {
    /** Columns that are unpacked at once for several rows. */
    private static final int UNPACKED_BLOCKS = 8;

    private final int rows;
    private final int columns;
    private final int blocks;
    private final Slab[] slabs;

    /** @param slabs all groups of rows, in order and evenly divided */
    VectorMatrix(int rows, int columns, Slab[] slabs) {
        this.rows = rows;
        this.columns = columns;
        this.slabs = slabs;
        blocks = Math.ceilDiv(columns, Codes.BLOCK);
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public long bytes() {
        return Arrays.stream(slabs).mapToLong(Slab::bytes).sum();
    }

    @Override
    public int groupRows() {
        return COUNT;
    }

    @Override
    public void row(int row, float[] target, int at) {
        Slab slab = slab(row / COUNT);
        Scales scales = slab.scales();
        int group = row / COUNT - slab.from();
        int lane = row % COUNT;
        for (int c = 0; c < columns; c++) {
            int scaleAt = scales.at(group, c / scales.columns());
            target[at + c] = scales.weight(slab.codes().code(group, lane, c), scaleAt, lane);
        }
    }

    @Override
    public void multiply(
            Operand x,
            float[] out,
            int outColumns,
            boolean accumulate,
            int fromGroup,
            int toGroup,
            Workspace workspace) {
        if (x.phase() == Phase.PREFILL) {
            for (int group = fromGroup; group < toGroup; group += 2) {
                multiplyPanel(x, out, outColumns, accumulate, group, group + 1 < toGroup, workspace);
            }
        } else {
            Slab slab = slab(fromGroup);
            for (int group = fromGroup; group < toGroup; group++) {
                if (group == slab.to()) {
                    slab = slab(group);
                }
                multiplyRows(x, out, outColumns, accumulate, slab, group, workspace);
            }
        }
    }

    /** Slabs are evenly divided, but for rounding. */
    private Slab slab(int group) {
        int index = (int) ((long) group * slabs.length / groups());
        while (slabs[index].to() <= group) {
            index++;
        }
        return slabs[index];
    }

    private void multiplyPanel(
            Operand x, float[] out, int outColumns, boolean accumulate, int group, boolean both, Workspace workspace) {
        float[] panel = workspace.weights(PANEL_COLUMNS * PANEL);
        float[] sums = workspace.sums(x.rows() * PANEL);
        Arrays.fill(sums, 0, x.rows() * PANEL, 0);
        for (int column = 0; column < blocks * Codes.BLOCK; column += PANEL_COLUMNS) {
            int panelColumns = Math.min(PANEL_COLUMNS, blocks * Codes.BLOCK - column);
            fillPanel(group, column, panelColumns, panel, 0);
            if (both) {
                fillPanel(group + 1, column, panelColumns, panel, COUNT);
            }
            int height = 0;
            for (int row = 0; row < x.rows(); row += height) {
                height = Tiles.height(x.rows() - row);
                int tileAt = Activations.tileAt(column, panelColumns, row, x.rows());
                Tiles.multiply(height, panelColumns, panel, x.prepared(), tileAt, sums, row * PANEL);
            }
        }
        for (int row = 0; row < x.rows(); row++) {
            put(sums, row * PANEL, out, row * outColumns, group, accumulate);
            if (both) {
                put(sums, row * PANEL + COUNT, out, row * outColumns, group + 1, accumulate);
            }
        }
    }

    private void fillPanel(int group, int column, int panelColumns, float[] panel, int at) {
        Slab slab = slab(group);
        Scales scales = slab.scales();
        int block = column / Codes.BLOCK;
        slab.codes().unpack(group - slab.from(), block, block + panelColumns / Codes.BLOCK, panel, at, PANEL);
        int scaleAt = scales.at(group - slab.from(), column / scales.columns());
        scales.apply(panel, at, PANEL, scaleAt, panelColumns / scales.columns());
    }

    private void multiplyRows(
            Operand x, float[] out, int outColumns, boolean accumulate, Slab slab, int group, Workspace workspace) {
        int stride = Activations.rowStride(blocks * Codes.BLOCK);
        float[] sums = workspace.sums(x.rows() * COUNT);
        int tiled = RowTile.tiledRows(x.rows());
        if (tiled > 0) {
            multiplyTiles(
                    x.prepared(),
                    stride,
                    tiled,
                    slab,
                    group - slab.from(),
                    sums,
                    workspace.weights(UNPACKED_BLOCKS * Codes.BLOCK * COUNT));
        }
        for (int row = tiled; row < x.rows(); row++) {
            slab.codes().dot(slab.scales(), group - slab.from(), x.prepared(), row * stride, sums, row * COUNT);
        }
        for (int row = 0; row < x.rows(); row++) {
            put(sums, row * COUNT, out, row * outColumns, group, accumulate);
        }
    }

    private void multiplyTiles(float[] x, int stride, int tiled, Slab slab, int group, float[] sums, float[] unpacked) {
        Scales scales = slab.scales();
        Arrays.fill(sums, 0, tiled * COUNT, 0);
        for (int block = 0; block < blocks; block += UNPACKED_BLOCKS) {
            int end = Math.min(block + UNPACKED_BLOCKS, blocks);
            slab.codes().unpack(group, block, end, unpacked, 0, COUNT);
            int column = block * Codes.BLOCK;
            int scaleAt = scales.at(group, column / scales.columns());
            for (int row = 0; row < tiled; row += RowTile.ROWS) {
                int at = row * stride;
                RowTile.add(
                        scales,
                        scaleAt,
                        unpacked,
                        (end - block) * Codes.BLOCK,
                        x,
                        at + column * RowTile.ROWS,
                        at + (blocks * Codes.BLOCK + block) * RowTile.ROWS,
                        sums,
                        row * COUNT);
            }
        }
    }

    private void put(float[] sums, int sumsAt, float[] out, int rowAt, int group, boolean add) {
        int first = group * COUNT;
        Output.put(sums, sumsAt, out, rowAt + first, Math.min(COUNT, rows - first), add);
    }
}
