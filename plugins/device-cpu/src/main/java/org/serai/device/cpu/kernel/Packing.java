package org.serai.device.cpu.kernel;

/** The work of bringing a matrix into the layout of a family of kernels, divided into units for a team of threads. */
public interface Packing {
    /** Units of work. */
    int units();

    /** Does the units {@code from ≤ unit < to}. */
    void pack(int from, int to);
}
