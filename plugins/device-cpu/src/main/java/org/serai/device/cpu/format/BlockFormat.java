package org.serai.device.cpu.format;

import org.serai.model.TensorType;

/**
 * Blocks of small whole numbers ("codes") with a scale, and in some formats an offset, for every group of elements. The
 * layouts are those of ggml's {@code ggml-common.h}.
 *
 * <p>The product of scale and code is exact in F32 for every format, so that {@code scale · code + offset} is rounded
 * once, with or without a fused multiply-add.
 */
public abstract sealed class BlockFormat implements WeightFormat
        permits Q4x0Format, Q4x1Format, Q5x0Format, Q5x1Format, Q8x0Format, Q45KFormat, Q6KFormat {
    private final TensorType type;
    private final int codeBits;
    private final int groupElements;
    private final boolean affine;

    /**
     * @param codeBits bits of a code
     * @param groupElements elements that share a scale
     * @param affine true where codes are unsigned and groups have an offset, false where codes are signed and have none
     */
    BlockFormat(TensorType type, int codeBits, int groupElements, boolean affine) {
        this.type = type;
        this.codeBits = codeBits;
        this.groupElements = groupElements;
        this.affine = affine;
    }

    @Override
    public final TensorType type() {
        return type;
    }

    /** Bits that a code takes. */
    public final int codeBits() {
        return codeBits;
    }

    /** Elements that share a scale: 16 or 32. */
    public final int groupElements() {
        return groupElements;
    }

    /** True where codes are unsigned and groups have an offset; false where codes are signed and groups have none. */
    public final boolean affine() {
        return affine;
    }

    /** Decodes one block that begins at index {@code at}. */
    public abstract void unpack(byte[] row, int at, Block block);

    @Override
    public final void decode(byte[] row, int elements, float[] target, int at) {
        Block block = new Block();
        for (int start = 0; start < elements; start += type.blockElements()) {
            unpack(row, start / type.blockElements() * type.blockBytes(), block);
            for (int i = 0; i < type.blockElements(); i++) {
                int group = i / groupElements;
                float product = block.scale(group) * block.code(i);
                target[at + start + i] = affine ? product + block.offset(group) : product;
            }
        }
    }
}
