@NullMarked
package org.serai.device.cpu.format;

import org.jspecify.annotations.NullMarked;
