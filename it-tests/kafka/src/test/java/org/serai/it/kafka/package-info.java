/** The Kafka connector in the real distribution, beside a real broker. */
@NullMarked
package org.serai.it.kafka;

import org.jspecify.annotations.NullMarked;
