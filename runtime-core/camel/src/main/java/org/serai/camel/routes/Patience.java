package org.serai.camel.routes;

import java.time.Duration;

/**
 * How long routes may finish the work under way before it is cut off.
 *
 * @param forChanges when their file changed or was deleted, or they are stopped by hand
 * @param forLosses when something that they need goes, which waits for them
 */
public record Patience(Duration forChanges, Duration forLosses) {}
