/** Tests of the vector kernels. */
@NullMarked
package org.serai.device.cpu.vector;

import org.jspecify.annotations.NullMarked;
