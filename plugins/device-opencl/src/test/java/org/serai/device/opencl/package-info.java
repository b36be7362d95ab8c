@NullMarked
package org.serai.device.opencl;

import org.jspecify.annotations.NullMarked;
