package org.serai.device.cpu.kernel;

import org.serai.device.Phase;

/** A weight matrix in the layout of a family of kernels. Immutable. */
public interface Matrix {
    int rows();

    int columns();

    /** Rows that a kernel works on together; the unit in which a product is divided. */
    int groupRows();

    /** Groups of rows; the last one may have fewer rows. */
    default int groups() {
        return Math.ceilDiv(rows(), groupRows());
    }

    /** Groups that had better be multiplied by one call with so many rows of activations, at least 1. */
    default int groupsAtOnce(int xRows) {
        return 1;
    }

    /** The form in which {@link #multiply} wants activations of a phase. */
    Preparation preparation(Phase phase);

    /**
     * The same weights for products that need more than the usual precision. They round activations less, where these
     * kernels round them at all.
     */
    default Matrix finer() {
        return this;
    }

    /** Decodes one row to {@code target}, from index {@code at}. */
    void row(int row, float[] target, int at);

    /**
     * The product with an operand that was made ready: {@code out[r · outColumns + c] = x[r] · row(c)}, for all rows r of
     * the operand and the rows c of the groups {@code fromGroup ≤ group < toGroup}.
     *
     * @param accumulate true to add to what is in {@code out}
     */
    void multiply(
            Operand x,
            float[] out,
            int outColumns,
            boolean accumulate,
            int fromGroup,
            int toGroup,
            Workspace workspace);
}
