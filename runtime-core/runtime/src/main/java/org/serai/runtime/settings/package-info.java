/** Typed values from configuration files. */
@NullMarked
package org.serai.runtime.settings;

import org.jspecify.annotations.NullMarked;
