/** The Kafka connector beside Camel's own, with routes that do nothing. */
@NullMarked
package org.serai.it.benchmarks.kafka;

import org.jspecify.annotations.NullMarked;
