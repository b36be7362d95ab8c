/** The part of the OpenCL 1.2 API that the device needs, called through java.lang.foreign. */
@NullMarked
package org.serai.device.opencl.driver;

import org.jspecify.annotations.NullMarked;
