/**
 * The kernels in the Vector API. Nothing outside this package names a class of {@code jdk.incubator.vector}, so that the
 * bundle works where the JVM has not got that module.
 */
@NullMarked
package org.serai.device.cpu.vector;

import org.jspecify.annotations.NullMarked;
