package org.serai.device.cpu.vector;

import static org.serai.device.cpu.vector.Lanes.COUNT;

import java.lang.foreign.MemorySegment;
import org.serai.device.cpu.format.BlockFormat;
import org.serai.device.cpu.format.PlainFormat;
import org.serai.device.cpu.format.WeightFormat;

/**
 * Where the parts of a matrix stand in its memory: codes, then scales, then offsets, each of them group by group. A group
 * is as many rows as a vector has lanes.
 */
record Layout(WeightFormat format, int rows, int columns) {
    int groups() {
        return Math.ceilDiv(rows, COUNT);
    }

    int blocks() {
        return Math.ceilDiv(columns, Codes.BLOCK);
    }

    /** Bytes of the whole. */
    long bytes() {
        return groups() * (codeBytes() + (affine() ? 2 : 1) * scaleBytes());
    }

    /** Bytes of the codes of a group. */
    long codeBytes() {
        return (long) blocks() * format.wordsOfRun() * Integer.BYTES * COUNT;
    }

    /** Bytes of the scales of a group; its offsets take as many. */
    long scaleBytes() {
        return (long) scalesPerRow() * Float.BYTES * COUNT;
    }

    int scalesPerRow() {
        return format instanceof BlockFormat block ? columns / block.groupElements() : 0;
    }

    boolean affine() {
        return format instanceof BlockFormat block && block.affine();
    }

    /** True where codes are bytes, which stand column by column; otherwise words do. */
    boolean codesAreBytes() {
        return format instanceof BlockFormat block && block.codeBits() > 5;
    }

    MemorySegment codeMemory(MemorySegment image) {
        return image.asSlice(0, groups() * codeBytes());
    }

    MemorySegment scaleMemory(MemorySegment image) {
        return image.asSlice(groups() * codeBytes(), groups() * scaleBytes());
    }

    /** Of no length where there are no offsets. */
    MemorySegment offsetMemory(MemorySegment image) {
        long bytes = affine() ? groups() * scaleBytes() : 0;
        return image.asSlice(groups() * (codeBytes() + scaleBytes()), bytes);
    }

    Codes codes(MemorySegment image) {
        MemorySegment memory = codeMemory(image);
        return switch (format) {
            case PlainFormat.F32 -> new F32Codes(blocks(), memory);
            case PlainFormat.F16 -> new F16Codes(blocks(), memory);
            case PlainFormat.BF16 -> new Bf16Codes(blocks(), memory);
            case BlockFormat block ->
                switch (block.codeBits()) {
                    case 4 -> new FourBitCodes(blocks(), memory);
                    case 5 -> new FiveBitCodes(blocks(), memory);
                    default -> new EightBitCodes(blocks(), memory);
                };
        };
    }

    Scales scales(MemorySegment image) {
        return switch (format) {
            case PlainFormat _ -> Scales.none();
            case BlockFormat block ->
                Scales.of(block.groupElements(), scalesPerRow(), block.bias(), scaleMemory(image), offsetMemory(image));
        };
    }
}
