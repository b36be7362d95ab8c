@NullMarked
package org.serai.connector.kafka.metrics;

import org.jspecify.annotations.NullMarked;
