/** Reading configuration so that everything that is wrong with it is told at once, with the way out. */
@Export
@Version("1.0.0")
@NullMarked
package org.serai.settings;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
