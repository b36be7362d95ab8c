/** The operations of a decoder, on the hardware of a device. */
@Export
@Version("1.0.0")
@NullMarked
package org.serai.device;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
