@NullMarked
package org.serai.connector.kafka.consumer;

import org.jspecify.annotations.NullMarked;
