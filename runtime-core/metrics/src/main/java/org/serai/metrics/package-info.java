/** One registry for everything that is counted and timed in this process. */
@NullMarked
package org.serai.metrics;

import org.jspecify.annotations.NullMarked;
