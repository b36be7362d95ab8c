/** Tests of the CPU device. */
@NullMarked
package org.serai.device.cpu;

import org.jspecify.annotations.NullMarked;
