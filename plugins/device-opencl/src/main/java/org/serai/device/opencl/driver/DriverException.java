package org.serai.device.opencl.driver;

import org.serai.device.opencl.error.OpenClErrors;
import org.serai.error.ErrorCode;
import org.serai.error.SeraiException;

/** A call to the OpenCL driver failed. Names the function and what the driver gave as the reason. */
public final class DriverException extends SeraiException {
    private static final long serialVersionUID = 1L;

    private final int status;

    private DriverException(ErrorCode code, String message, int status) {
        super(code, message);
        this.status = status;
    }

    /**
     * @param call the function, and what it was called for
     * @param status what it gave
     */
    static DriverException of(String call, int status) {
        String failed = "The OpenCL driver failed: " + call + " gave " + Status.name(status) + ". ";
        return Status.isLackOfMemory(status)
                ? new DriverException(
                        OpenClErrors.DRIVER_MEMORY,
                        failed + "Other programs may hold memory of the device: stop them, lower memory.percent in"
                                + " org.serai.device.opencl, or use a smaller model, a shorter context or fewer slots.",
                        status)
                : new DriverException(
                        OpenClErrors.DRIVER,
                        failed
                                + "The device may be lost or its driver broken: look into the log of the operating system,"
                                + " run `serai gpu check`, and let the alias use another device meanwhile.",
                        status);
    }

    /** What the function gave: a negative number of {@code cl.h}. */
    public int status() {
        return status;
    }
}
