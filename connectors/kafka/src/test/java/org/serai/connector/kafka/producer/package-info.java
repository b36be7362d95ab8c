@NullMarked
package org.serai.connector.kafka.producer;

import org.jspecify.annotations.NullMarked;
