package org.serai.device.opencl.check;

/**
 * How fast something is.
 *
 * @param what such as {@code multiply Q4_0, 1 row}
 * @param value in that unit
 * @param unit such as {@code GB/s}
 */
public record Speed(String what, double value, String unit) {}
