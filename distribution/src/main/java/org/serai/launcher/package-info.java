/**
 * Starts Serai: finds out what the user wants, checks the Java that it runs on, and boots the OSGi framework with the
 * bundles of the distribution.
 */
@NullMarked
package org.serai.launcher;

import org.jspecify.annotations.NullMarked;
