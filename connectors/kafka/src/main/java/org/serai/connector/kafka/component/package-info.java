/** The {@code serai-kafka:} component: its options, and how its parts are put together. */
@NullMarked
package org.serai.connector.kafka.component;

import org.jspecify.annotations.NullMarked;
