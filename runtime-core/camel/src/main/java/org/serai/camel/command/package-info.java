/** The {@code route} command. */
@NullMarked
package org.serai.camel.command;

import org.jspecify.annotations.NullMarked;
