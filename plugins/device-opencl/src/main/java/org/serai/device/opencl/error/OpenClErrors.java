package org.serai.device.opencl.error;

import org.serai.error.ErrorCategory;
import org.serai.error.ErrorCode;

/** The failures of the OpenCL device. */
public final class OpenClErrors {
    /** A value in {@code etc/org.serai.device.opencl.cfg} cannot be used. */
    public static final ErrorCode CONFIGURATION = new ErrorCode(2700, ErrorCategory.CONFIGURATION);

    /** A tensor has a type that the device does not compute with. */
    public static final ErrorCode TENSOR_TYPE = new ErrorCode(2701, ErrorCategory.UNSUPPORTED);

    /** A model or cache does not fit what is left of the device's memory. */
    public static final ErrorCode MEMORY = new ErrorCode(2702, ErrorCategory.RESOURCE);

    /** One tensor, one layer of a cache or one set of activations is larger than a buffer of the device can be. */
    public static final ErrorCode SIZE = new ErrorCode(2703, ErrorCategory.UNSUPPORTED);

    /** There is no driver, or no device that can be used. */
    public static final ErrorCode NO_DEVICE = new ErrorCode(2704, ErrorCategory.UNAVAILABLE);

    /** A call to the driver failed. */
    public static final ErrorCode DRIVER = new ErrorCode(2705, ErrorCategory.UNAVAILABLE);

    /** The driver has no memory left, although by its own figures there is some. */
    public static final ErrorCode DRIVER_MEMORY = new ErrorCode(2706, ErrorCategory.RESOURCE);

    /** The driver does not compile the kernels. */
    public static final ErrorCode BUILD = new ErrorCode(2707, ErrorCategory.INTERNAL);

    /** The heads of a model are longer than the attention kernel takes. */
    public static final ErrorCode HEAD = new ErrorCode(2708, ErrorCategory.UNSUPPORTED);

    private OpenClErrors() {}
}
