/** Finds and runs the commands that bundles bring: inside an instance over a Unix socket, or in a process of their own. */
@NullMarked
package org.serai.runtime.command;

import org.jspecify.annotations.NullMarked;
