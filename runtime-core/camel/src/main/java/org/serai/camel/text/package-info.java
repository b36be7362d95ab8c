/** Helps that make messages better. */
@NullMarked
package org.serai.camel.text;

import org.jspecify.annotations.NullMarked;
