package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.serai.device.cpu.format.Block;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.format.PlainFormat;
import org.serai.device.cpu.format.WeightFormat;
import org.serai.device.cpu.kernel.Matrix;
import org.serai.device.cpu.kernel.Packing;

/** Brings a matrix from the layout of the model file into lanes. A unit is a group of rows. */
final class VectorPacking implements Packing {
    private static final int FOUR_BIT_BIAS = 8;
    private static final int FIVE_BIT_BIAS = 16;

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
                scales = Scales.zero(groups, block.groupElements(), perRow, block.affine(), bias(block));
            }
        }
    }

    /** What makes the signed codes of a format unsigned, where they are stored so. */
    private static int bias(BlockFormat format) {
        if (format.affine()) {
            return 0;
        }
        return switch (format.codeBits()) {
            case 4 -> FOUR_BIT_BIAS;
            case 5 -> FIVE_BIT_BIAS;
            default -> 0;
        };
    }

    @Override
    public int units() {
        return groups;
    }

    @Override
    public void pack(int from, int to) {
        byte[] bytes = new byte[Math.toIntExact(format.type().bytes(columns))];
        float[] row = new float[columns];
        Block block = new Block();
        for (int r = from * COUNT; r < Math.min(to * COUNT, rows); r++) {
            MemorySegment.copy(data, ValueLayout.JAVA_BYTE, (long) r * bytes.length, bytes, 0, bytes.length);
            switch (format) {
                case PlainFormat plain -> plain.decode(bytes, columns, row, 0);
                case BlockFormat blocks -> unpack(blocks, bytes, block, r, row);
            }
            codes.setRow(r / COUNT, r % COUNT, row);
        }
    }

    /** Decodes the blocks of a row: the scales go to their place, the codes to {@code row}. */
    private void unpack(BlockFormat blocks, byte[] bytes, Block block, int r, float[] row) {
        int blockElements = blocks.type().blockElements();
        int groupElements = blocks.groupElements();
        int bias = bias(blocks);
        for (int column = 0, at = 0;
                column < columns;
                column += blockElements, at += blocks.type().blockBytes()) {
            blocks.unpack(bytes, at, block);
            for (int i = 0; i < blockElements; i++) {
                row[column + i] = block.code(i) + bias;
            }
            for (int i = 0; i < blockElements / groupElements; i++) {
                int scaleAt = scales.at(r / COUNT, column / groupElements + i);
                scales.set(scaleAt, r % COUNT, block.scale(i), block.offset(i));
            }
        }
    }

    @Override
    public Matrix matrix() {
        return new VectorMatrix(rows, columns, codes, scales);
    }
}
