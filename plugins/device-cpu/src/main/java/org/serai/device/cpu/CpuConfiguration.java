package org.serai.device.cpu;

/** The settings in {@code etc/org.serai.device.cpu.cfg}. */
@interface CpuConfiguration {
    /** The kernels to use: {@code auto}, {@code vector} or {@code scalar}. */
    String kernels() default "auto";

    /** Threads of a session that does not say how many; 0 for one per processor. */
    int threads() default 0;
}
