package org.serai.device.cpu.x86;

import static org.serai.device.cpu.x86.BlockLayout.COLUMNS;
import static org.serai.device.cpu.x86.BlockLayout.QUADS;
import static org.serai.device.cpu.x86.BlockLayout.ROWS;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.kernel.Packing;

/** Brings a matrix from the layout of the model file into {@link BlockLayout}. A unit is a group of rows. */
final class AssembledPacking implements Packing {
    private final BlockFormat format;
    private final BlockLayout layout;
    private final int rows;
    private final int columns;
    private final MemorySegment data;
    private final MemorySegment image;

    /** @param image receives the matrix: {@link AssembledMatrix#bytes} bytes */
    AssembledPacking(
            BlockFormat format, BlockLayout layout, int rows, int columns, MemorySegment data, MemorySegment image) {
        this.format = format;
        this.layout = layout;
        this.rows = rows;
        this.columns = columns;
        this.data = data;
        this.image = image;
    }

    @Override
    public int units() {
        return Math.ceilDiv(rows, ROWS);
    }

    @Override
    public void pack(int from, int to) {
        int blocks = columns / COLUMNS;
        int rowBytes = Math.toIntExact(format.type().bytes(columns));
        byte[] row = new byte[rowBytes];
        int[] words = new int[blocks * format.wordsOfRun()];
        float[] scales = new float[columns / layout.runColumns()];
        float[] offsets = new float[scales.length];
        int[] packed = new int[Math.toIntExact(layout.groupBytes(blocks) / Integer.BYTES)];
        for (int group = from; group < to; group++) {
            Arrays.fill(packed, 0);
            for (int r = 0; r < Math.min(ROWS, rows - group * ROWS); r++) {
                long at = ((long) group * ROWS + r) * rowBytes;
                MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, row, 0, rowBytes);
                format.words(row, columns, words);
                format.scales(row, columns, scales, offsets);
                int base = Math.toIntExact(layout.stripOf(r) * layout.stripBytes(blocks));
                for (int block = 0; block < blocks; block++, base += layout.blockBytes()) {
                    packCodes(words, block, packed, base, r);
                    packScales(scales, offsets, block, packed, base, r);
                }
            }
            long at = (long) group * packed.length * Integer.BYTES;
            MemorySegment.copy(packed, 0, image, ValueLayout.JAVA_INT_UNALIGNED, at, packed.length);
        }
    }

    /** @param base where the block begins, in bytes */
    private void packCodes(int[] words, int block, int[] packed, int base, int row) {
        int from = block * format.wordsOfRun();
        int vector = layout.vectorOf(row);
        int lane = layout.laneOf(row);
        if (layout.codeBits() == 8) {
            for (int quad = 0; quad < QUADS; quad++) {
                packed[(base + layout.quadAt(vector, quad)) / Integer.BYTES + lane] = unsigned(words[from + quad]);
            }
            return;
        }
        for (int quad = 0; quad < QUADS / 2; quad++) {
            int low = words[from + quad / 2] >>> (quad % 2 * 16);
            int high = words[from + 2 + quad / 2] >>> (quad % 2 * 16);
            packed[(base + layout.quadAt(vector, quad)) / Integer.BYTES + lane] = spread(low) | spread(high) << 4;
        }
        if (layout.codeBits() == 5) {
            for (int quad = 0; quad < QUADS; quad++) {
                int bits = (words[from + 4] >>> (4 * quad)) & 15;
                packFifthBits(bits, packed, (base + layout.fifthBitsAt(vector, quad)) / Integer.BYTES, quad, lane);
            }
        }
    }

    /** @param at index of the word from which on they stand */
    private void packFifthBits(int bits, int[] packed, int at, int quad, int lane) {
        if (layout.interleaving().masks()) {
            int bit = lane * 4;
            packed[at + bit / Integer.SIZE] |= bits << (bit % Integer.SIZE);
        } else {
            packed[at + lane] |= spreadBits(bits) << quad;
        }
    }

    /** Adds the bias to each of four signed bytes. The highest bits are added apart, so that nothing is carried over. */
    private int unsigned(int codes) {
        int highest = 0x80808080;
        int bias = layout.bias() * 0x01010101;
        return ((codes & ~highest) + (bias & ~highest)) ^ ((codes ^ bias) & highest);
    }

    /** Four codes of four bits as four bytes. */
    private static int spread(int codes) {
        int x = codes & 0xFFFF;
        x = (x | x << 8) & 0x00FF00FF;
        return (x | x << 4) & 0x0F0F0F0F;
    }

    /** Four bits as four bytes. */
    private static int spreadBits(int bits) {
        return (bits * 0x00204081) & 0x01010101;
    }

    private void packScales(float[] scales, float[] offsets, int block, int[] packed, int base, int row) {
        int vector = layout.vectorOf(row);
        int lane = layout.laneOf(row);
        for (int run = 0; run < layout.runs(); run++) {
            int index = block * layout.runs() + run;
            put(scales[index], packed, base + layout.scalesAt(run, vector) + lane * layout.scaleBytes());
            if (layout.affine()) {
                put(offsets[index], packed, base + layout.offsetsAt(run, vector) + lane * layout.scaleBytes());
            }
        }
    }

    private void put(float scale, int[] packed, int at) {
        if (layout.halfScales()) {
            int bits = Float.floatToFloat16(scale) & 0xFFFF;
            packed[at / Integer.BYTES] |= bits << (at % Integer.BYTES * Byte.SIZE);
        } else {
            packed[at / Integer.BYTES] = Float.floatToRawIntBits(scale);
        }
    }
}
