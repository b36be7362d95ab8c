package org.serai.device;

import java.util.OptionalDouble;

/**
 * What hardware was seen to do at most, per second and with all threads together. No computation is faster than these
 * rates allow, whoever wrote it.
 *
 * @param memoryRead bytes read from memory that no cache holds; empty where that is not known
 * @param int8Operations multiplications and additions of 8-bit integers, each counted as one; empty where the device has no
 *     kernels that use such, or it is not known
 * @param f32Operations the same of 32-bit floating-point numbers
 */
public record HardwareLimits(OptionalDouble memoryRead, OptionalDouble int8Operations, OptionalDouble f32Operations) {
    /** Nothing is known. */
    public static final HardwareLimits UNKNOWN =
            new HardwareLimits(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    /** The larger of each rate: what disturbs a measurement makes it smaller. */
    public HardwareLimits best(HardwareLimits other) {
        return new HardwareLimits(
                larger(memoryRead, other.memoryRead),
                larger(int8Operations, other.int8Operations),
                larger(f32Operations, other.f32Operations));
    }

    private static OptionalDouble larger(OptionalDouble one, OptionalDouble other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return OptionalDouble.of(Math.max(one.getAsDouble(), other.getAsDouble()));
    }
}
