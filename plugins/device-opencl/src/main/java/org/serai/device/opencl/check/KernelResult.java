package org.serai.device.opencl.check;

/**
 * How a kernel did.
 *
 * @param kernel the kernel, and what it works on, such as {@code multiply_few Q4_0}
 * @param numbers compared
 * @param worst the largest error, as a share of what the arithmetic allows; 0 where all numbers are the same to the bit
 * @param failure the first number that is wrong; empty where none is
 */
public record KernelResult(String kernel, long numbers, double worst, String failure) {
    public boolean passed() {
        return failure.isEmpty();
    }
}
