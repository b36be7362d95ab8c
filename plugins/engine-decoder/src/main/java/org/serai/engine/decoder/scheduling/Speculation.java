package org.serai.engine.decoder.scheduling;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Decides how many guessed tokens of a sequence are verified together with its next one (speculative decoding, Leviathan
 * et al., arXiv:2211.17192). That pays where a pass of more rows takes little longer and the guesses are often right. Both
 * are measured; where it does not pay, now and then a guess is still made, to notice when it would. Not thread-safe.
 */
final class Speculation {
    /** Guesses that are verified at once, beside the next token: with it, whole tiles of four rows. */
    private static final int[] LENGTHS = {3, 7};

    /** The most of them. */
    static final int MOST = LENGTHS[LENGTHS.length - 1];

    /** After how many refusals one guess is verified all the same. */
    static final int PROBE = 32;

    /** What a pass must bring more than without guesses. */
    private static final double GAIN = 1.05;

    /** How much the latest pass counts. */
    private static final double WEIGHT = 0.25;

    private final LongSupplier nanoTime;

    /** Average nanoseconds of a pass by its rows; NaN where there was none. */
    private final double[] nanos;

    private long began;
    private int refused;

    /** @param mostRows the most rows of a pass */
    Speculation(LongSupplier nanoTime, int mostRows) {
        this.nanoTime = nanoTime;
        nanos = new double[mostRows + 1];
        Arrays.fill(nanos, Double.NaN);
    }

    /** A pass begins. */
    void begins() {
        began = nanoTime.getAsLong();
    }

    /** The pass that began last has ended. */
    void ended(int rows) {
        long took = nanoTime.getAsLong() - began;
        nanos[rows] = Double.isNaN(nanos[rows]) ? took : nanos[rows] + WEIGHT * (took - nanos[rows]);
    }

    /**
     * How many guesses of a sequence to verify.
     *
     * @param rows rows of the pass so far, this sequence's next token included
     * @param most guesses that there are, and that the pass has room for
     */
    int length(Acceptance acceptance, int rows, int most) {
        if (Double.isNaN(nanos[rows])) {
            return 0; // there is nothing yet to compare with
        }
        int best = 0;
        double bestRate = GAIN * rows / nanos(rows);
        for (int length : LENGTHS) {
            double rate = (rows - 1 + acceptance.expectedTokens(length)) / nanos(rows + length);
            if (length <= most && rate > bestRate) {
                best = length;
                bestRate = rate;
            }
        }
        if (best == 0 && most >= LENGTHS[0] && ++refused >= PROBE) {
            best = LENGTHS[0];
        }
        if (best > 0) {
            refused = 0;
        }
        return best;
    }

    /** What a pass takes; where that is not known, what it takes with fewer rows, so that it is tried. */
    private double nanos(int rows) {
        for (int known = Math.min(rows, nanos.length - 1); known > 0; known--) {
            if (!Double.isNaN(nanos[known])) {
                return Math.max(1, nanos[known]);
            }
        }
        return 1;
    }
}
