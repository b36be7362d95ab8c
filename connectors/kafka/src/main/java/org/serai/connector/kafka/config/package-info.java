/** The clusters that {@code etc/} names, and the options of Kafka's clients. */
@NullMarked
package org.serai.connector.kafka.config;

import org.jspecify.annotations.NullMarked;
