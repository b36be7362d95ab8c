/** Aliases: the names under which routes reach models. */
@Export
@Version("1.0.0")
@NullMarked
package org.serai.alias;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
