package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.kernel.Packing;

/** Brings a matrix from the layout of the model file into lanes. A unit is a group of rows. */
final class VectorPacking implements Packing {
    private final Layout layout;
    private final MemorySegment data;
    private final MemorySegment image;

    VectorPacking(Layout layout, MemorySegment data, MemorySegment image) {
        this.layout = layout;
        this.data = data;
        this.image = image;
    }

    @Override
    public int units() {
        return layout.groups();
    }

    @Override
    public void pack(int from, int to) {
        if (from < to) {
            new Groups().pack(from, to);
        }
    }

    /** One thread's share: groups are put together in arrays, which stay in the cache of the CPU, and copied as a whole. */
    private final class Groups {
        private final WeightFormat format = layout.format();
        private final int rowBytes = Math.toIntExact(format.type().bytes(layout.columns()));
        private final int[] words = new int[layout.blocks() * format.wordsOfRun()];
        private final byte[] bytes = new byte[Math.max(rowBytes, words.length * Integer.BYTES)];
        private final float[] rowScales = new float[layout.scalesPerRow()];
        private final float[] rowOffsets = new float[layout.scalesPerRow()];

        private final int[] groupWords = new int[layout.codesAreBytes() ? 0 : words.length * COUNT];
        private final byte[] groupBytes = new byte[layout.codesAreBytes() ? words.length * Integer.BYTES * COUNT : 0];
        private final int[] groupScales = new int[rowScales.length * COUNT];
        private final int[] groupOffsets = new int[layout.affine() ? groupScales.length : 0];

        private final MemorySegment codeMemory = layout.codeMemory(image);
        private final MemorySegment scaleMemory = layout.scaleMemory(image);
        private final MemorySegment offsetMemory = layout.offsetMemory(image);

        void pack(int from, int to) {
            for (int group = from; group < to; group++) {
                int first = group * COUNT;
                int count = Math.min(COUNT, layout.rows() - first);
                if (count < COUNT) {
                    clear();
                }
                for (int lane = 0; lane < count; lane++) {
                    packRow(first + lane, lane);
                }
                store(group);
            }
        }

        /** Rows of padding are zero. */
        private void clear() {
            Arrays.fill(groupWords, 0);
            Arrays.fill(groupBytes, (byte) 0);
            Arrays.fill(groupScales, 0);
            Arrays.fill(groupOffsets, 0);
        }

        private void packRow(int row, int lane) {
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, (long) row * rowBytes, bytes, 0, rowBytes);
            format.words(bytes, layout.columns(), words);
            if (layout.codesAreBytes()) {
                spreadBytes(lane);
            } else {
                spread(words, groupWords, lane);
            }
            if (format instanceof BlockFormat blocks) {
                blocks.scales(bytes, layout.columns(), rowScales, rowOffsets);
                spread(rowScales, groupScales, lane);
                if (blocks.affine()) {
                    spread(rowOffsets, groupOffsets, lane);
                }
            }
        }

        private void spreadBytes(int lane) {
            int at = lane;
            for (int word : words) {
                groupBytes[at] = (byte) word;
                groupBytes[at + COUNT] = (byte) (word >> 8);
                groupBytes[at + 2 * COUNT] = (byte) (word >> 16);
                groupBytes[at + 3 * COUNT] = (byte) (word >> 24);
                at += Integer.BYTES * COUNT;
            }
        }

        private void store(int group) {
            MemorySegment.copy(groupWords, 0, codeMemory, Codes.WORD, group * layout.codeBytes(), groupWords.length);
            MemorySegment.copy(
                    groupBytes, 0, codeMemory, ValueLayout.JAVA_BYTE, group * layout.codeBytes(), groupBytes.length);
            long scalesAt = group * layout.scaleBytes();
            MemorySegment.copy(groupScales, 0, scaleMemory, Codes.WORD, scalesAt, groupScales.length);
            if (layout.affine()) {
                MemorySegment.copy(groupOffsets, 0, offsetMemory, Codes.WORD, scalesAt, groupOffsets.length);
            }
        }
    }

    private static void spread(int[] row, int[] group, int lane) {
        for (int i = 0; i < row.length; i++) {
            group[lane + i * COUNT] = row[i];
        }
    }

    private static void spread(float[] row, int[] group, int lane) {
        for (int i = 0; i < row.length; i++) {
            group[lane + i * COUNT] = Float.floatToRawIntBits(row[i]);
        }
    }
}
