/** A real one-node Kafka broker (KRaft) in a JVM of its own, for tests and the demo. Not for production. */
@NullMarked
package org.serai.broker;

import org.jspecify.annotations.NullMarked;
