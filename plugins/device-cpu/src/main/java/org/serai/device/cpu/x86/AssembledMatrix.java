package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.BlockLayout.COLUMNS;
import static org.serai.device.cpu.x86.BlockLayout.ROWS;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.serai.device.Phase;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Operand;
import org.serai.device.cpu.kernel.Workspace;

/**
 * A matrix for the assembled kernels, in memory outside of the heap.
 *
 * <p>Activations are taken in chunks that stay in the second-level cache while all groups of weights pass by; a chunk is
 * also short enough that a call ends within about 50 µs, for a garbage collection waits for it.
 *
 * <p>Activations have one term, or two where errors weigh more than elsewhere. This is the same in all phases and for any number
 * of rows, so that an answer does not depend on what is computed beside it.
 */
final class AssembledMatrix implements Matrix {
    /** Products of a row of a chunk and a row of weights, summed over the rows of the chunk and the strips of a group. */
    private static final int CHUNK_NUMBERS = 250_000;

    /** The same of a single tile, so that a call with one of long rows ends within about 100 µs. */
    private static final int TILE_NUMBERS = 750_000;

    private static final int SHORT_TILE_LINES = 6;

    private final int rows;
    private final int columns;
    private final MemorySegment image;
    private final ProductFunctions functions;
    private final QuantisedActivations activations;
    private final AssembledMatrix finer;
    private final BlockLayout layout;
    private final int blocks;

    /** @param image memory that an {@link AssembledPacking} filled */
    AssembledMatrix(int rows, int columns, MemorySegment image, ProductFunctions functions) {
        this(rows, columns, image, functions, activations(1, columns, functions));
    }

    private AssembledMatrix(
            int rows, int columns, MemorySegment image, ProductFunctions functions, QuantisedActivations activations) {
        this.rows = rows;
        this.columns = columns;
        this.image = image;
        this.functions = functions;
        this.activations = activations;
        finer = activations.layout().terms() == 2
                ? this
                : new AssembledMatrix(rows, columns, image, functions, activations(2, columns, functions));
        layout = functions.layout();
        blocks = columns / COLUMNS;
    }

    private static QuantisedActivations activations(int terms, int columns, ProductFunctions functions) {
        BlockLayout layout = functions.layout();
        int lines = layout.interleaving().tileLines();
        if ((long) lines * columns * layout.strips() > TILE_NUMBERS) {
            lines = SHORT_TILE_LINES;
        }
        return functions.quantisation().activations(new ActivationLayout(terms, lines));
    }

    /** Bytes that a matrix takes. */
    static long bytes(BlockLayout layout, int rows, int columns) {
        return Math.ceilDiv((long) rows, ROWS) * layout.groupBytes(columns / COLUMNS);
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
        return ROWS;
    }

    @Override
    public AssembledMatrix finer() {
        return finer;
    }

    @Override
    public QuantisedActivations preparation(Phase phase) {
        return activations;
    }

    @Override
    public void row(int row, float[] target, int at) {
        int inGroup = row % ROWS;
        int vector = layout.vectorOf(inGroup);
        int lane = layout.laneOf(inGroup);
        long strip = row / ROWS * layout.groupBytes(blocks) + layout.stripOf(inGroup) * layout.stripBytes(blocks);
        for (int block = 0; block < blocks; block++) {
            long span = strip + layout.spanAt(block);
            long base = strip + layout.blockAt(block);
            for (int run = 0; run < layout.runs(); run++) {
                float scale = scale(base + layout.scalesAt(run, vector), span + layout.scaleFactorsAt(vector), lane);
                float offset = layout.affine()
                        ? scale(base + layout.offsetsAt(run, vector), span + layout.offsetFactorsAt(vector), lane)
                        : 0;
                for (int c = run * layout.runColumns(); c < (run + 1) * layout.runColumns(); c++) {
                    float product = scale * (code(base, vector, lane, c) - layout.bias());
                    target[at + block * COLUMNS + c] = layout.affine() ? product + offset : product;
                }
            }
        }
    }

    /** A scale or offset. */
    private float scale(long at, long factorsAt, int lane) {
        if (!layout.hasFactors()) {
            return float16(at, lane);
        }
        byte multiple = image.get(ValueLayout.JAVA_BYTE, at + lane);
        return float16(factorsAt, lane) * multiple;
    }

    private float float16(long at, int lane) {
        return Float.float16ToFloat(image.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + (long) lane * Short.BYTES));
    }

    private int code(long base, int vector, int lane, int column) {
        int quad = column / 4;
        int code = image.get(ValueLayout.JAVA_BYTE, base + layout.quadAt(vector, quad) + lane * 4L + column % 4) & 255;
        if (layout.codeBits() == 8) {
            return code;
        }
        code = layout.isLow(quad) ? code & 15 : code >> 4;
        return switch (layout.codeBits()) {
            case 5 -> code | fifthBit(base, vector, lane, column) << 4;
            case 6 -> code | upperBits(base, vector, lane, column) << 4;
            default -> code;
        };
    }

    private int upperBits(long base, int vector, int lane, int column) {
        int quad = column / 4;
        long at = base + layout.upperBitsAt(vector, quad) + lane * 4L + column % 4;
        return (image.get(ValueLayout.JAVA_BYTE, at) >> layout.upperBitsPlace(quad)) & 3;
    }

    private int fifthBit(long base, int vector, int lane, int column) {
        int quad = column / 4;
        int place = lane * 4 + column % 4;
        long at = base + layout.fifthBitsAt(vector, quad);
        return layout.interleaving().masks()
                ? (image.get(ValueLayout.JAVA_BYTE, at + place / Byte.SIZE) >> (place % Byte.SIZE)) & 1
                : (image.get(ValueLayout.JAVA_BYTE, at + place) >> quad) & 1;
    }

    /** More than one only with a single tile, for with more the weights are in the cache most of the time. */
    @Override
    public int groupsAtOnce(int xRows) {
        ActivationLayout form = activations.layout();
        return form.tiles(xRows) == 1 ? layout.interleaving().streams(xRows * form.terms()) : 1;
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
        ActivationLayout form = activations.layout();
        MemorySegment codes = x.quantised(form.terms());
        MemorySegment results = workspace.memory(out);
        int wholeGroups = Math.min(toGroup, rows / ROWS);
        int tiles = form.tiles(x.rows());
        int chunk = Math.max(1, CHUNK_NUMBERS / layout.strips() / columns / form.tallHeight(x.rows()) / form.terms());
        for (int from = 0; from < tiles; from += chunk) {
            int to = Math.min(from + chunk, tiles);
            int streams = groupsAtOnce(x.rows());
            for (int group = fromGroup; group < wholeGroups; group += streams) {
                if (wholeGroups - group < streams) {
                    streams = 1;
                }
                long at = (long) group * ROWS * Float.BYTES;
                tiles(form, x.rows(), codes, results, at, outColumns, accumulate, group, streams, from, to);
            }
        }
        if (wholeGroups < toGroup) {
            multiplyLast(form, x.rows(), codes, out, outColumns, accumulate, workspace);
        }
    }

    /** The last group, some of whose rows are not there: its results go through a buffer. */
    private void multiplyLast(
            ActivationLayout form,
            int xRows,
            MemorySegment codes,
            float[] out,
            int outColumns,
            boolean accumulate,
            Workspace workspace) {
        float[] sums = workspace.sums(xRows * ROWS);
        int group = rows / ROWS;
        tiles(form, xRows, codes, workspace.memory(sums), 0, ROWS, false, group, 1, 0, form.tiles(xRows));
        int known = rows - group * ROWS;
        for (int row = 0; row < xRows; row++) {
            int at = row * outColumns + group * ROWS;
            for (int c = 0; c < known; c++) {
                float sum = sums[row * ROWS + c];
                out[at + c] = accumulate ? out[at + c] + sum : sum;
            }
        }
    }

    /** Multiplies groups with the tiles {@code from ≤ tile < to}: those that are high, then the others. */
    private void tiles(
            ActivationLayout form,
            int xRows,
            MemorySegment x,
            MemorySegment out,
            long outAt,
            int outColumns,
            boolean accumulate,
            int group,
            int streams,
            int from,
            int to) {
        int height = form.tallHeight(xRows);
        int middle = Math.clamp(form.tallTiles(xRows), from, to);
        tilesOfHeight(height, form, xRows, x, out, outAt, outColumns, accumulate, group, streams, from, middle);
        tilesOfHeight(height - 1, form, xRows, x, out, outAt, outColumns, accumulate, group, streams, middle, to);
    }

    private void tilesOfHeight(
            int height,
            ActivationLayout form,
            int xRows,
            MemorySegment x,
            MemorySegment out,
            long outAt,
            int outColumns,
            boolean accumulate,
            int group,
            int streams,
            int from,
            int to) {
        if (from == to) {
            return;
        }
        long row = form.firstRow(from, xRows);
        functions.multiply(
                streams,
                height,
                form.terms(),
                accumulate,
                image.address() + group * layout.groupBytes(blocks),
                x,
                form.bytes(row, blocks),
                out,
                row * outColumns * Float.BYTES + outAt,
                blocks,
                (long) outColumns * Float.BYTES,
                to - from);
    }
}
