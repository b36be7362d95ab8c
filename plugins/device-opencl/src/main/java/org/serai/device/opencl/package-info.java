/** Graphics cards as a device, by OpenCL: one queue for each model, and the kernels of this bundle. */
@NullMarked
package org.serai.device.opencl;

import org.jspecify.annotations.NullMarked;
