package org.serai.device.cpu.format;

import org.serai.model.TensorType;

/**
 * Blocks of small whole numbers ("codes") with a scale, and in some formats an offset, for every group of elements: element
 * i of a block is {@code scales[g] · codes[i] + offsets[g]} with {@code g = i / groupElements}. A scale is an F16 factor, which
 * all groups of a block share, times a small whole number of the group where a block has several; so is an offset. The layouts
 * are those of ggml's {@code ggml-common.h}.
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

    /** The codes of the block that begins at index {@code at}. */
    abstract void codes(byte[] row, int at, byte[] target);

    /** The same codes, as {@link #words} gives them for a row, from index {@code to} of the target. */
    abstract void words(byte[] row, int at, int[] target, int to);

    /** The factor of the scales of the block, as F16. */
    abstract short scaleFactor(byte[] row, int at);

    /** The factor of the offsets of the block, as F16, in an affine format. */
    short offsetFactor(byte[] row, int at) {
        return 0;
    }

    /** By what the factor is multiplied for the scale of a group, in a format that has several: a number of a byte. */
    int scaleMultiple(byte[] row, int at, int group) {
        return 1;
    }

    /** By what the factor is multiplied for the offset of a group, in an affine format that has several: from 0 to 127. */
    int offsetMultiple(byte[] row, int at, int group) {
        return 1;
    }

    /** Groups of a block. */
    public final int groups() {
        return type.blockElements() / groupElements;
    }

    @Override
    public final void decode(byte[] row, int elements, float[] target, int at) {
        byte[] codes = new byte[type.blockElements()];
        float[] scales = new float[groups()];
        float[] offsets = new float[scales.length];
        for (int start = 0; start < elements; start += type.blockElements()) {
            int block = start / type.blockElements() * type.blockBytes();
            codes(row, block, codes);
            blockScales(row, block, scales, offsets, 0);
            for (int i = 0; i < codes.length; i++) {
                int group = i / groupElements;
                float product = scales[group] * codes[i];
                target[at + start + i] = affine ? product + offsets[group] : product;
            }
        }
    }

    /** The codes of a row, with their signs. */
    public final void rowCodes(byte[] row, int elements, byte[] target) {
        byte[] block = new byte[type.blockElements()];
        for (int start = 0; start < elements; start += block.length) {
            codes(row, start / block.length * type.blockBytes(), block);
            System.arraycopy(block, 0, target, start, block.length);
        }
    }

    /** Words of 32 elements: eight codes of four bits to a word and the fifth bits in one of their own, or four bytes. */
    @Override
    public final int wordsOfRun() {
        return switch (codeBits) {
            case 4 -> 4;
            case 5 -> 5;
            default -> 8;
        };
    }

    /**
     * The codes of a row. Codes of four and five bits are as the file has them, without sign, which is {@link #bias} more
     * than the code; those with more bits are signed bytes.
     */
    @Override
    public final void words(byte[] row, int elements, int[] target) {
        int blockElements = type.blockElements();
        int blockWords = blockElements / RUN * wordsOfRun();
        int at = 0;
        int to = 0;
        for (int start = 0; start < elements; start += blockElements) {
            words(row, at, target, to);
            at += type.blockBytes();
            to += blockWords;
        }
    }

    /** What is to be subtracted from what {@link #words} gives. */
    public final int bias() {
        return affine || codeBits > 5 ? 0 : 1 << (codeBits - 1);
    }

    /** The scales of a row, and the offsets in an affine format. */
    public final void scales(byte[] row, int elements, float[] scales, float[] offsets) {
        int blockElements = type.blockElements();
        int at = 0;
        int to = 0;
        for (int start = 0; start < elements; start += blockElements) {
            blockScales(row, at, scales, offsets, to);
            at += type.blockBytes();
            to += groups();
        }
    }

    private void blockScales(byte[] row, int at, float[] scales, float[] offsets, int to) {
        float scaleFactor = Float.float16ToFloat(scaleFactor(row, at));
        float offsetFactor = Float.float16ToFloat(offsetFactor(row, at));
        for (int group = 0; group < groups(); group++) {
            scales[to + group] = scaleFactor * scaleMultiple(row, at, group);
            if (affine) {
                offsets[to + group] = offsetFactor * offsetMultiple(row, at, group);
            }
        }
    }

    /**
     * The scales of a row as they are made up.
     *
     * @param factors receives for each block the factor of its scales, as F16, and in an affine format after all of these the
     *     factors of the offsets
     * @param multiples receives for each group the number for its scale, and in an affine format after all of these those for the
     *     offsets; ones where a block has one group
     */
    public final void scaleParts(byte[] row, int elements, short[] factors, byte[] multiples) {
        int blocks = elements / type.blockElements();
        int all = blocks * groups();
        for (int block = 0; block < blocks; block++) {
            int at = block * type.blockBytes();
            factors[block] = scaleFactor(row, at);
            for (int group = 0; group < groups(); group++) {
                multiples[block * groups() + group] = (byte) scaleMultiple(row, at, group);
            }
            if (affine) {
                factors[blocks + block] = offsetFactor(row, at);
                for (int group = 0; group < groups(); group++) {
                    multiples[all + block * groups() + group] = (byte) offsetMultiple(row, at, group);
                }
            }
        }
    }
}
