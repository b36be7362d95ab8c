/** Errors with a stable code and a category that says whose turn it is to act. */
@Export
@Version("1.0.0")
@NullMarked
package org.serai.error;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
