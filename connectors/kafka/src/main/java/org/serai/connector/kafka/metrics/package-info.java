/** What consumers do, in figures, where the runtime has Micrometer. */
@NullMarked
package org.serai.connector.kafka.metrics;

import org.jspecify.annotations.NullMarked;
