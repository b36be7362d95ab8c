/** What the runtime counts and times; {@code docs/metrics.md} lists it. */
@NullMarked
package org.serai.runtime.metrics;

import org.jspecify.annotations.NullMarked;
