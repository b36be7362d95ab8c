/** The definition of every operation, in plain Java. */
@NullMarked
package org.serai.device.cpu.scalar;

import org.jspecify.annotations.NullMarked;
