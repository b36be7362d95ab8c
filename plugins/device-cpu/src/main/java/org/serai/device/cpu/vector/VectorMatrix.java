package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Activations.PANEL_COLUMNS;
import static org.serai.device.cpu.vector.Lanes.COUNT;
import static org.serai.device.cpu.vector.Tiles.PANEL;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.serai.device.Phase;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Operand;
import org.serai.device.cpu.kernel.Preparation;
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
    private final Codes codes;
    private final Scales scales;

    /** @param image memory that {@link VectorPacking} filled */
    VectorMatrix(Layout layout, MemorySegment image) {
        rows = layout.rows();
        columns = layout.columns();
        blocks = layout.blocks();
        codes = layout.codes(image);
        scales = layout.scales(image);
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
    public int groupRows() {
        return COUNT;
    }

    @Override
    public Preparation preparation(Phase phase) {
        return Activations.LANES;
    }

    @Override
    public void row(int row, float[] target, int at) {
        int group = row / COUNT;
        int lane = row % COUNT;
        for (int c = 0; c < columns; c++) {
            int scaleAt = scales.at(group, c / scales.columns());
            target[at + c] = scales.weight(codes.code(group, lane, c), scaleAt, lane);
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
            for (int group = fromGroup; group < toGroup; group++) {
                multiplyRows(x, out, outColumns, accumulate, group, workspace);
            }
        }
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
        int block = column / Codes.BLOCK;
        codes.unpack(group, block, block + panelColumns / Codes.BLOCK, panel, at, PANEL);
        int scaleAt = scales.at(group, column / scales.columns());
        scales.apply(panel, at, PANEL, scaleAt, panelColumns / scales.columns());
    }

    private void multiplyRows(
            Operand x, float[] out, int outColumns, boolean accumulate, int group, Workspace workspace) {
        int stride = Activations.rowStride(blocks * Codes.BLOCK);
        float[] sums = workspace.sums(x.rows() * COUNT);
        int tiled = RowTile.tiledRows(x.rows());
        if (tiled > 0) {
            multiplyTiles(
                    x.prepared(), stride, tiled, group, sums, workspace.weights(UNPACKED_BLOCKS * Codes.BLOCK * COUNT));
        }
        for (int row = tiled; row < x.rows(); row++) {
            codes.dot(scales, group, x.prepared(), row * stride, sums, row * COUNT);
        }
        for (int row = 0; row < x.rows(); row++) {
            put(sums, row * COUNT, out, row * outColumns, group, accumulate);
        }
    }

    private void multiplyTiles(float[] x, int stride, int tiled, int group, float[] sums, float[] unpacked) {
        Arrays.fill(sums, 0, tiled * COUNT, 0);
        for (int block = 0; block < blocks; block += UNPACKED_BLOCKS) {
            int end = Math.min(block + UNPACKED_BLOCKS, blocks);
            codes.unpack(group, block, end, unpacked, 0, COUNT);
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
