/** The CPU as a device: plain Java everywhere, the Vector API where the JVM has it. */
@NullMarked
package org.serai.device.cpu;

import org.jspecify.annotations.NullMarked;
