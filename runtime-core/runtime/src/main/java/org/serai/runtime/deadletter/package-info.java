/** The {@code dlq} command: dead letters of all connectors. */
@NullMarked
package org.serai.runtime.deadletter;

import org.jspecify.annotations.NullMarked;
