/** Engines turn requests into tokens; sessions are loaded models. */
@Export
@Version("1.0.0")
@NullMarked
package org.serai.engine;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
