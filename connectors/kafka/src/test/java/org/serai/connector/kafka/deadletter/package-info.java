@NullMarked
package org.serai.connector.kafka.deadletter;

import org.jspecify.annotations.NullMarked;
