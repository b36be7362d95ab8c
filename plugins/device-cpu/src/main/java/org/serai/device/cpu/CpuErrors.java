package org.serai.device.cpu;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** The failures of the CPU device. */
public final class CpuErrors {
    /** A value in {@code etc/org.serai.device.cpu.cfg}, or an option of a session, cannot be used. */
    public static final ErrorCode CONFIGURATION = new ErrorCode(1600, ErrorCategory.CONFIGURATION);

    /** A tensor has a type that the device does not compute with. */
    public static final ErrorCode TENSOR_TYPE = new ErrorCode(1601, ErrorCategory.UNSUPPORTED);

    /** A model or cache does not fit the heap of the JVM. */
    public static final ErrorCode MEMORY = new ErrorCode(1602, ErrorCategory.RESOURCE);

    /** One tensor or one layer of a cache is larger than an array can be. */
    public static final ErrorCode SIZE = new ErrorCode(1603, ErrorCategory.UNSUPPORTED);

    /** An assembled kernel cannot be written to the folder that is to have them. */
    public static final ErrorCode DUMP = new ErrorCode(1604, ErrorCategory.RESOURCE);

    private CpuErrors() {}
}
