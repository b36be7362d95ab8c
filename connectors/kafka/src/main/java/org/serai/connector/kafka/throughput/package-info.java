/** How much comes to the routes that consume topics. */
@NullMarked
package org.serai.connector.kafka.throughput;

import org.jspecify.annotations.NullMarked;
