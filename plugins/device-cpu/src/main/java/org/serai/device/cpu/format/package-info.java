/** How the tensor types of the GGML family store numbers. */
@NullMarked
package org.serai.device.cpu.format;

import org.jspecify.annotations.NullMarked;
