package org.serai.device.cpu.format;

/**
 * One decoded block of a {@link BlockFormat}: element i is {@code scales[g] · codes[i] + offsets[g]} with
 * {@code g = i / groupElements}. Reused from block to block.
 */
public final class Block {
    private static final int MOST_ELEMENTS = 256;
    private static final int LEAST_GROUP = 16;

    final byte[] codes = new byte[MOST_ELEMENTS];
    final float[] scales = new float[MOST_ELEMENTS / LEAST_GROUP];
    final float[] offsets = new float[MOST_ELEMENTS / LEAST_GROUP];

    /** The small whole number of an element. */
    public int code(int element) {
        return codes[element];
    }

    /** The factor of a group. */
    public float scale(int group) {
        return scales[group];
    }

    /** The summand of a group; 0 where the format has none. */
    public float offset(int group) {
        return offsets[group];
    }
}
