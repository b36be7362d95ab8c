package org.serai.device.opencl;

/** The settings in {@code etc/org.serai.device.opencl.cfg}. */
@interface OpenClConfiguration {
    /** The kinds of devices that may be used, with commas between: {@code gpu}, {@code accelerator}, {@code cpu}. */
    String kinds() default "gpu,accelerator";

    /** A part of the name of the device, or of its platform; empty for the first one of these kinds. */
    String device() default "";

    /** How much of the device's memory models may take, in hundredths. */
    int memory_percent() default OpenClDevice.MEMORY_PERCENT;
}
