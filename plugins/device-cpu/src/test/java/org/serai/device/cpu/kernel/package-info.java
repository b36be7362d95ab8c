/** Tests of the kernel kernels. */
@NullMarked
package org.serai.device.cpu.kernel;

import org.jspecify.annotations.NullMarked;
