@NullMarked
package org.serai.device.cpu.x86;

import org.jspecify.annotations.NullMarked;
