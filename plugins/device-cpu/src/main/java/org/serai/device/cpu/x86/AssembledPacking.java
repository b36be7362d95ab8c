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
    private static final int LOW_HALVES = 0x0F0F0F0F;
    private static final int LOW_PAIRS = 0x03030303;

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
        int kinds = layout.affine() ? 2 : 1;
        short[] factors = new short[kinds * (columns / format.type().blockElements())];
        byte[] multiples = new byte[kinds * (columns / layout.runColumns())];
        int[] packed = new int[Math.toIntExact(layout.groupBytes(blocks) / Integer.BYTES)];
        for (int group = from; group < to; group++) {
            Arrays.fill(packed, 0);
            for (int r = 0; r < Math.min(ROWS, rows - group * ROWS); r++) {
                long at = ((long) group * ROWS + r) * rowBytes;
                MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, row, 0, rowBytes);
                format.words(row, columns, words);
                format.scaleParts(row, columns, factors, multiples);
                int strip = Math.toIntExact(layout.stripOf(r) * layout.stripBytes(blocks));
                for (int block = 0; block < blocks; block++) {
                    packCodes(words, block, packed, strip + Math.toIntExact(layout.blockAt(block)), r);
                }
                packScales(factors, multiples, packed, strip, r);
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
        if (layout.codeBits() == 6) {
            packSixBits(words, from, packed, base, vector, lane);
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

    private void packSixBits(int[] words, int from, int[] packed, int base, int vector, int lane) {
        for (int quad = 0; quad < QUADS / 2; quad++) {
            int low = unsigned(words[from + quad]);
            int high = unsigned(words[from + quad + QUADS / 2]);
            packed[(base + layout.quadAt(vector, quad)) / Integer.BYTES + lane] =
                    (low & LOW_HALVES) | (high & LOW_HALVES) << 4;
            int place = layout.upperBitsPlace(quad);
            packed[(base + layout.upperBitsAt(vector, quad)) / Integer.BYTES + lane] |=
                    ((low >>> 4) & LOW_PAIRS) << place;
            packed[(base + layout.upperBitsAt(vector, quad + QUADS / 2)) / Integer.BYTES + lane] |=
                    ((high >>> 4) & LOW_PAIRS) << place;
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
        return (x | x << 4) & LOW_HALVES;
    }

    /** Four bits as four bytes. */
    private static int spreadBits(int bits) {
        return (bits * 0x00204081) & 0x01010101;
    }

    /**
     * Brings all scales and offsets of a row to their places.
     *
     * @param strip where the strip begins, in bytes
     */
    private void packScales(short[] factors, byte[] multiples, int[] packed, int strip, int row) {
        int vector = layout.vectorOf(row);
        int lane = layout.laneOf(row);
        int spans = columns / format.type().blockElements();
        int blocks = columns / COLUMNS;
        for (int span = 0; span < spans; span++) {
            int at = strip + Math.toIntExact(layout.spanAt(span * layout.spanBlocks()));
            if (layout.hasFactors()) {
                put16(factors[span], packed, at + layout.scaleFactorsAt(vector), lane);
                if (layout.affine()) {
                    put16(factors[spans + span], packed, at + layout.offsetFactorsAt(vector), lane);
                }
            }
        }
        for (int block = 0; block < blocks; block++) {
            int at = strip + Math.toIntExact(layout.blockAt(block));
            for (int run = 0; run < layout.runs(); run++) {
                int index = block * layout.runs() + run;
                putScale(factors, multiples, index, packed, at + layout.scalesAt(run, vector), lane);
                if (layout.affine()) {
                    int offset = blocks * layout.runs() + index;
                    putScale(factors, multiples, offset, packed, at + layout.offsetsAt(run, vector), lane);
                }
            }
        }
    }

    private void putScale(short[] factors, byte[] multiples, int index, int[] packed, int at, int lane) {
        if (layout.hasFactors()) {
            put8(multiples[index], packed, at, lane);
        } else {
            put16(factors[index], packed, at, lane);
        }
    }

    private static void put8(byte value, int[] packed, int from, int lane) {
        int at = from + lane;
        packed[at / Integer.BYTES] |= (value & 0xFF) << (at % Integer.BYTES * Byte.SIZE);
    }

    private static void put16(short value, int[] packed, int from, int lane) {
        int at = from + lane * Short.BYTES;
        packed[at / Integer.BYTES] |= (value & 0xFFFF) << (at % Integer.BYTES * Byte.SIZE);
    }
}
