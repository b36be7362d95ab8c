/** What `serai gpu check` finds out about a device: whether its kernels are right, and how fast they are. */
@NullMarked
package org.serai.device.opencl.check;

import org.jspecify.annotations.NullMarked;
