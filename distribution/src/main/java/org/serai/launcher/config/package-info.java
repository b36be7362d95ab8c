/**
 * A bundle of its own that the launcher brings along: configuration files named {@code FACTORY~NAME.cfg}. File Install
 * knows factories only by a hyphen, which names of aliases may have.
 */
@NullMarked
package org.serai.launcher.config;

import org.jspecify.annotations.NullMarked;
