@NullMarked
package org.serai.connector.kafka;

import org.jspecify.annotations.NullMarked;
