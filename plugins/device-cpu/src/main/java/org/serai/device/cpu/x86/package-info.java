/**
 * Kernels for x86-64 that are assembled when the device starts, for the instructions of the CPU that it finds: products of
 * 8-bit integers, which Java cannot ask for otherwise.
 */
@NullMarked
package org.serai.device.cpu.x86;

import org.jspecify.annotations.NullMarked;
