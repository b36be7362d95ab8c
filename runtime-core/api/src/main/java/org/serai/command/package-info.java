/** Commands of {@code bin/serai}, offered by bundles. */
@Export
@Version("1.0.0")
@NullMarked
package org.serai.command;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
