@NullMarked
package org.serai.connector.kafka.component;

import org.jspecify.annotations.NullMarked;
