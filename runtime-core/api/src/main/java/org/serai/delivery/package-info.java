/** What connectors tell of the work that they deliver, and where they keep what could not be done. */
@Export
@Version("1.0.0")
@NullMarked
package org.serai.delivery;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
