package org.serai.device.opencl.driver;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** The functions of a library, as something that Java can call. */
@FunctionalInterface
public interface Functions {
    /**
     * A function.
     *
     * @param name as the header file has it
     * @param signature its result and parameters
     * @throws org.serai.error.SeraiException where there is none of this name
     */
    MethodHandle bind(String name, FunctionDescriptor signature);
}
