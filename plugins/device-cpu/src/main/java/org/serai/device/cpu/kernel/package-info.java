/** What the CPU device asks of a family of kernels. */
@NullMarked
package org.serai.device.cpu.kernel;

import org.jspecify.annotations.NullMarked;
