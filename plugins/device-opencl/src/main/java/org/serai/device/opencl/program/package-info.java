/** The kernels, and how they become programs of a device. */
@NullMarked
package org.serai.device.opencl.program;

import org.jspecify.annotations.NullMarked;
