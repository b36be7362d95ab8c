@NullMarked
package org.serai.connector.kafka.config;

import org.jspecify.annotations.NullMarked;
