/** The file in which weights are kept as the kernels want them, from one start to the next. */
@NullMarked
package org.serai.device.cpu.kept;

import org.jspecify.annotations.NullMarked;
