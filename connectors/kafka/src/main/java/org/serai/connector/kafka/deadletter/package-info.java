/** Records that were given up: their envelopes, the topics that keep them, and their way back. */
@NullMarked
package org.serai.connector.kafka.deadletter;

import org.jspecify.annotations.NullMarked;
