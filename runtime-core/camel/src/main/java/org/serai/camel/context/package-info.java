/** Camel contexts, as the rest of this bundle sees them: with or without OSGi behind them. */
@NullMarked
package org.serai.camel.context;

import org.jspecify.annotations.NullMarked;
