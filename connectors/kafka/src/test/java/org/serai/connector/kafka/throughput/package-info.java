@NullMarked
package org.serai.connector.kafka.throughput;

import org.jspecify.annotations.NullMarked;
