/** What parts of the runtime report about themselves. */
@Export
@Version("1.0.0")
@NullMarked
package org.serai.status;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
