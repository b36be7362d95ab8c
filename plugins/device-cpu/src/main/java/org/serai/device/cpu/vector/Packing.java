package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.serai.device.cpu.format.Block;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.format.PlainFormat;
import org.serai.device.cpu.format.WeightFormat;

/** Brings a matrix from the layout of the model file into that of the kernels, once, when a model is loaded. */
final class Packing {
    private static final int FOUR_BIT_BIAS = 8;
    private static final int FIVE_BIT_BIAS = 16;

    private final int rows;
    private final int columns;
    private final int groups;
    private final int blocks;
    private final MemorySegment data;

    private Packing(int rows, int columns, MemorySegment data) {
        this.rows = rows;
        this.columns = columns;
        this.data = data;
        groups = Math.ceilDiv(rows, COUNT);
        blocks = Math.ceilDiv(columns, Codes.BLOCK);
    }

    static VectorMatrix pack(WeightFormat format, int rows, int columns, MemorySegment data) {
        Packing packing = new Packing(rows, columns, data);
        return switch (format) {
            case PlainFormat plain -> packing.pack(plain);
            case BlockFormat block -> packing.pack(block);
        };
    }

    private VectorMatrix pack(PlainFormat format) {
        Codes codes =
                switch (format) {
                    case F32 -> new F32Codes(groups, blocks);
                    case F16 -> new F16Codes(groups, blocks);
                    case BF16 -> new Bf16Codes(groups, blocks);
                };
        byte[] bytes = new byte[Math.toIntExact(format.type().bytes(columns))];
        float[] numbers = new float[columns];
        for (int row = 0; row < rows; row++) {
            format.decode(bytes(row, bytes), columns, numbers, 0);
            for (int c = 0; c < columns; c++) {
                codes.set(row / COUNT, row % COUNT, c, numbers[c]);
            }
        }
        return new VectorMatrix(rows, columns, codes, Scales.none());
    }

    private VectorMatrix pack(BlockFormat format) {
        int bias = bias(format);
        Codes codes =
                switch (format.codeBits()) {
                    case 4 -> new FourBitCodes(groups, blocks);
                    case 5 -> new FiveBitCodes(groups, blocks);
                    default -> new EightBitCodes(groups, blocks);
                };
        int perRow = columns / format.groupElements();
        Scales scales = Scales.zero(groups, format.groupElements(), perRow, format.affine(), bias);
        byte[] bytes = new byte[Math.toIntExact(format.type().bytes(columns))];
        Block block = new Block();
        int blockElements = format.type().blockElements();
        for (int row = 0; row < rows; row++) {
            bytes(row, bytes);
            int group = row / COUNT;
            int lane = row % COUNT;
            for (int column = 0, at = 0;
                    column < columns;
                    column += blockElements, at += format.type().blockBytes()) {
                format.unpack(bytes, at, block);
                for (int i = 0; i < blockElements; i++) {
                    codes.set(group, lane, column + i, block.code(i) + bias);
                }
                for (int i = 0; i < blockElements / format.groupElements(); i++) {
                    int scaleAt = scales.at(group, column / format.groupElements() + i);
                    scales.set(scaleAt, lane, block.scale(i), block.offset(i));
                }
            }
        }
        return new VectorMatrix(rows, columns, codes, scales);
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

    private byte[] bytes(int row, byte[] target) {
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, (long) row * target.length, target, 0, target.length);
        return target;
    }
}
