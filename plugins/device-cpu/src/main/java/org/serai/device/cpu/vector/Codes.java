package org.serai.device.cpu.vector;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.serai.device.cpu.format.WeightFormat;

/**
 * The small whole numbers (or the plain numbers) of a matrix, laid out so that the lanes of a vector are as many rows: a
 * "group" of rows stands together, column by column. A product then needs no sum across lanes and reads its weights in
 * one stream, and the same layout serves products with one row of activations and with many.
 *
 * <p>One implementation for each way to store a number; what the numbers mean is said by {@link Scales}.
 */
interface Codes {
    /** Columns that are always worked on together; matrices are padded to a multiple. */
    int BLOCK = WeightFormat.RUN;

    /** How words and numbers stand in memory: the same everywhere, because it is kept in files. */
    ValueLayout.OfInt WORD = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The code at one place, for single rows. */
    float code(int group, int lane, int column);

    /**
     * The product of a group of rows with one row of activations.
     *
     * <p>In each scale group the columns are summed in four chains, by column modulo 4, the first of which starts at
     * {@code −bias · Σx}; {@code (c0 + c1) + (c2 + c3)} is multiplied with the scale.
     *
     * @param x a row as {@link Activations} prepares it, from index {@code at}
     * @param out receives the result of each lane, from index {@code outAt}
     */
    void dot(Scales scales, int group, float[] x, int at, float[] out, int outAt);

    /** Writes the codes of some blocks of a group as floats, column by column, a vector for each. */
    void unpack(int group, int fromBlock, int toBlock, float[] target, int at, int stride);
}
