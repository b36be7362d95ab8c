package org.serai.device.opencl.check;

import java.util.Locale;

/** Compares what a kernel gave with what it should give, number by number. Not thread-safe. */
final class Comparison {
    private final String kernel;
    private long numbers;
    private double worst;
    private String failure = "";

    /** @param kernel for people: the kernel, and what it works on */
    Comparison(String kernel) {
        this.kernel = kernel;
    }

    /** The numbers are the same to the bit; what is not a number is as good as any other that is none. */
    void same(float expected, float actual, String where) {
        boolean same = Float.floatToIntBits(expected) == Float.floatToIntBits(actual);
        note(same ? 0 : Double.POSITIVE_INFINITY, expected, actual, 0, where);
    }

    /** The numbers are no further apart than a bound above 0. */
    void close(float expected, float actual, double bound, String where) {
        double error = Math.abs((double) expected - actual) / bound;
        boolean sameOverflow = expected == actual;
        note(sameOverflow ? 0 : error, expected, actual, bound, where);
    }

    private void note(double error, float expected, float actual, double bound, String where) {
        numbers++;
        // The comparison is turned round so that an error that is not a number fails, too.
        if (!(error <= worst)) {
            worst = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
        }
        if (!(error <= 1) && failure.isEmpty()) {
            failure = String.format(Locale.ROOT, "%s: %s instead of %s, bound %.3g", where, actual, expected, bound);
        }
    }

    /** The result: at least one number was compared, and none is wrong. */
    KernelResult result() {
        return new KernelResult(kernel, numbers, worst, numbers == 0 ? "nothing was compared" : failure);
    }
}
