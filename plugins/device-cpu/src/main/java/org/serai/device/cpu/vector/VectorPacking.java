package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.format.PlainFormat;
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Packing;

/** Brings a matrix from the layout of the model file into lanes. A unit is a group of rows. */
final class VectorPacking implements Packing {
    private final WeightFormat format;
    private final int rows;
    private final int columns;
    private final int groups;
    private final MemorySegment data;
    private final Codes codes;
    private final Scales scales;

    VectorPacking(WeightFormat format, int rows, int columns, MemorySegment data) {
        this.format = format;
        this.rows = rows;
        this.columns = columns;
        this.data = data;
        groups = Math.ceilDiv(rows, COUNT);
        int blocks = Math.ceilDiv(columns, Codes.BLOCK);
        switch (format) {
            case PlainFormat plain -> {
                codes = switch (plain) {
                    case F32 -> new F32Codes(groups, blocks);
                    case F16 -> new F16Codes(groups, blocks);
                    case BF16 -> new Bf16Codes(groups, blocks);
                };
                scales = Scales.none();
            }
            case BlockFormat block -> {
                codes = switch (block.codeBits()) {
                    case 4 -> new FourBitCodes(groups, blocks);
                    case 5 -> new FiveBitCodes(groups, blocks);
                    default -> new EightBitCodes(groups, blocks);
                };
                int perRow = columns / block.groupElements();
                scales = Scales.zero(groups, block.groupElements(), perRow, block.affine(), block.bias());
            }
        }
    }

    @Override
    public int units() {
        return groups;
    }

    @Override
    public void pack(int from, int to) {
        int rowBytes = Math.toIntExact(format.type().bytes(columns));
        int runs = Math.ceilDiv(columns, Codes.BLOCK);
        int[] words = new int[runs * format.wordsOfRun()];
        byte[] bytes = new byte[Math.max(rowBytes, words.length * Integer.BYTES)];
        float[] rowScales = new float[scales.perRow()];
        float[] rowOffsets = new float[scales.perRow()];
        for (int r = from * COUNT; r < Math.min(to * COUNT, rows); r++) {
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, (long) r * rowBytes, bytes, 0, rowBytes);
            format.words(bytes, columns, words);
            codes.setRow(r / COUNT, r % COUNT, words);
            if (format instanceof BlockFormat blocks) {
                blocks.scales(bytes, columns, rowScales, rowOffsets);
                scales.setRow(r / COUNT, r % COUNT, rowScales, rowOffsets);
            }
        }
    }

    @Override
    public Matrix matrix() {
        return new VectorMatrix(rows, columns, codes, scales);
    }
}
