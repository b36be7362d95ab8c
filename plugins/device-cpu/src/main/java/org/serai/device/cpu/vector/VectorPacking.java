package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.format.PlainFormat;
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Packing;

/** Brings a matrix from the layout of the model file into lanes. A unit is a group of rows; each run of units is a slab. */
final class VectorPacking implements Packing {
    private final WeightFormat format;
    private final int rows;
    private final int columns;
    private final MemorySegment data;
    private final Queue<Slab> slabs = new ConcurrentLinkedQueue<>();

    VectorPacking(WeightFormat format, int rows, int columns, MemorySegment data) {
        this.format = format;
        this.rows = rows;
        this.columns = columns;
        this.data = data;
    }

    @Override
    public int units() {
        return Math.ceilDiv(rows, COUNT);
    }

    @Override
    public void pack(int from, int to) {
        if (from < to) {
            Slab slab = new Slab(from, to, codes(to - from), scales(to - from));
            fill(slab);
            slabs.add(slab);
        }
    }

    private Codes codes(int groups) {
        int blocks = Math.ceilDiv(columns, Codes.BLOCK);
        return switch (format) {
            case PlainFormat.F32 -> new F32Codes(groups, blocks);
            case PlainFormat.F16 -> new F16Codes(groups, blocks);
            case PlainFormat.BF16 -> new Bf16Codes(groups, blocks);
            case BlockFormat block ->
                switch (block.codeBits()) {
                    case 4 -> new FourBitCodes(groups, blocks);
                    case 5 -> new FiveBitCodes(groups, blocks);
                    default -> new EightBitCodes(groups, blocks);
                };
        };
    }

    private Scales scales(int groups) {
        return switch (format) {
            case PlainFormat _ -> Scales.none();
            case BlockFormat block ->
                Scales.zero(
                        groups, block.groupElements(), columns / block.groupElements(), block.affine(), block.bias());
        };
    }

    private void fill(Slab slab) {
        int rowBytes = Math.toIntExact(format.type().bytes(columns));
        int runs = Math.ceilDiv(columns, Codes.BLOCK);
        int[] words = new int[runs * format.wordsOfRun()];
        byte[] bytes = new byte[Math.max(rowBytes, words.length * Integer.BYTES)];
        float[] rowScales = new float[slab.scales().perRow()];
        float[] rowOffsets = new float[slab.scales().perRow()];
        for (int r = slab.from() * COUNT; r < Math.min(slab.to() * COUNT, rows); r++) {
            int group = r / COUNT - slab.from();
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, (long) r * rowBytes, bytes, 0, rowBytes);
            format.words(bytes, columns, words);
            slab.codes().setRow(group, r % COUNT, words);
            if (format instanceof BlockFormat blocks) {
                blocks.scales(bytes, columns, rowScales, rowOffsets);
                slab.scales().setRow(group, r % COUNT, rowScales, rowOffsets);
            }
        }
    }

    @Override
    public Matrix matrix() {
        Slab[] sorted = slabs.toArray(Slab[]::new);
        Arrays.sort(sorted, Comparator.comparingInt(Slab::from));
        return new VectorMatrix(rows, columns, sorted);
    }
}
