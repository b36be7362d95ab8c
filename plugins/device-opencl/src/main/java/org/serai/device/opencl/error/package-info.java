/** The failures of the OpenCL device. */
@NullMarked
package org.serai.device.opencl.error;

import org.jspecify.annotations.NullMarked;
