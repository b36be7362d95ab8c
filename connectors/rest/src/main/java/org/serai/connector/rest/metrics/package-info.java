/** Metrics over HTTP. */
@NullMarked
package org.serai.connector.rest.metrics;

import org.jspecify.annotations.NullMarked;
