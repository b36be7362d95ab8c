package org.serai.device.cpu;

/** The settings in {@code etc/org.serai.device.cpu.cfg}. */
@interface CpuConfiguration {
    /**
     * The kernels to use: {@code auto}; {@code assembled} or those for one set of instructions, {@code avx512-vnni}, {@code
     * avx-vnni} or {@code avx2}; {@code vector} or {@code scalar}.
     */
    String kernels() default "auto";

    /** Threads of a session that does not say how many; 0 for one per processor. */
    int threads() default 0;

    /** Mebibytes of packed weights that are kept on the disk for the next start, of all models together; 0 for none. */
    int keepMebibytes() default 16 * 1024;

    /** The absolute path of a folder that assembled kernels are written to, for people who disassemble them; empty for none. */
    String kernelDump() default "";
}
